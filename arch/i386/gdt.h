/* SPDX-License-Identifier: MIT */
/* Descriptor tables and task state segments. */
#ifndef ARCH_I386_GDT_H
#define ARCH_I386_GDT_H

#include "lib/types.h"

/* Intel SDM vol. 3, "32-Bit Task-State Segment". */
struct tss {
	uint32_t link, esp0, ss0, esp1, ss1, esp2, ss2;
	uint32_t cr3, eip, eflags;
	uint32_t eax, ecx, edx, ebx, esp, ebp, esi, edi;
	uint32_t es, cs, ss, ds, fs, gs, ldt;
	uint16_t trap, io_map;
};

/* Load the GDT and the task register, and the IDT.  gdt_init() comes first. */
void gdt_init(void);
void idt_init(void);

/* Sets the stack on which a trap from a program begins. */
void gdt_set_kernel_stack(uint32_t top);

/* Sets the base of USER_TLS.  FS and GS see it when they are loaded again. */
void gdt_set_tls(uint32_t base);

/* The processor's state when the double fault switched tasks. */
const struct tss *gdt_faulting(void);

#endif
