/* SPDX-License-Identifier: MIT */
/* The interrupt controllers. */
#ifndef ARCH_I386_PIC_H
#define ARCH_I386_PIC_H

#include "lib/types.h"

/* Maps the 16 lines to VECTOR_IRQ and above, all masked. */
void pic_init(void);

/* Acknowledges an interrupt on the line and runs its handler. */
void pic_interrupt(unsigned line);

#endif
