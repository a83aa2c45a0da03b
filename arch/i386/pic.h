/* SPDX-License-Identifier: MIT */
/* Interrupt lines. */
#ifndef ARCH_I386_PIC_H
#define ARCH_I386_PIC_H

#include "lib/types.h"

void pic_init(void);

/* Acknowledges an interrupt on the line and runs its handler. */
void pic_interrupt(unsigned line);

#endif
