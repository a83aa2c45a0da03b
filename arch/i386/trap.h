/* SPDX-License-Identifier: MIT */
/* Exceptions and interrupts. */
#ifndef ARCH_I386_TRAP_H
#define ARCH_I386_TRAP_H

#include "cpu.h"

/* Every trap but the fast call; address is CR2's for a page fault. */
void trap_dispatch(struct trapframe *f, uint32_t address);

/*
 * A trap from virtual-8086 mode, f being where the processor left its frame.
 * Returns where the frame is now.
 */
struct trapframe *trap_from_vm86(struct trapframe *f, uint32_t address);

/* fault.c: what a page fault means, and its consequence. */
void page_fault(struct trapframe *f, uint32_t address);

const char *trap_name(uint32_t vector);

/* The running thread did something that ends in a signal. */
void trap_signal(struct trapframe *f, int sig, int code, uint32_t address);

/* Continues a failed user access at its fixup, if eip is one's. */
bool trap_fixup(struct trapframe *f);
/* Is it at an instruction that touches programs' memory on purpose? */
bool trap_is_user_access(const struct trapframe *f);

/* Prints what happened in the kernel, and stops. */
_Noreturn void trap_panic(const struct trapframe *f, uint32_t address);

#endif
