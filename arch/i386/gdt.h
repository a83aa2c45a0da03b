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

void gdt_init(void);
void idt_init(void);

/* The stack that a trap from a program starts on. */
void gdt_set_kernel_stack(uint32_t top);

/* The base of USER_TLS; GS must be loaded again to see it. */
void gdt_set_tls(uint32_t base);

/* Where the processor was when the double fault's task took over. */
const struct tss *gdt_faulting(void);

#endif
