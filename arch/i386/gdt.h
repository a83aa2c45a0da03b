/* SPDX-License-Identifier: MIT */
/* Descriptor tables and task state segments. */
#ifndef ARCH_I386_GDT_H
#define ARCH_I386_GDT_H

#include "lib/types.h"

void gdt_init(void);
void idt_init(void);

/* The stack that a trap from a program starts on. */
void gdt_set_kernel_stack(uint32_t top);

/* The base of USER_TLS; GS must be loaded again to see it. */
void gdt_set_tls(uint32_t base);

#endif
