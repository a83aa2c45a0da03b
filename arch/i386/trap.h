/* SPDX-License-Identifier: MIT */
/* Exceptions and interrupts. */
#ifndef ARCH_I386_TRAP_H
#define ARCH_I386_TRAP_H

#include "cpu.h"

/*
 * Handles every trap but the calls that door.asm answers itself.  address is
 * CR2 for a page fault, else 0.
 */
void trap_dispatch(struct trapframe *f, uint32_t address);

/*
 * Handles a trap from virtual-8086 mode, whose frame the processor left at f.
 * Moves it to where a thread's frame must be, and returns that place.
 */
struct trapframe *trap_from_vm86(struct trapframe *f, uint32_t address);

/* Handles a page fault (fault.c); address is CR2. */
void page_fault(struct trapframe *f, uint32_t address);

/* The name of an exception or interrupt, for messages. */
const char *trap_name(uint32_t vector);

/*
 * Sends the running thread a signal for what it did; code is its si_code, and
 * address its si_addr.
 */
void trap_signal(struct trapframe *f, int sig, int code, uint32_t address);

/*
 * If eip is at an instruction of the exception table, sets it to where the
 * kernel goes on when the access fails.  Returns false if it is at no such one.
 */
bool trap_fixup(struct trapframe *f);
/* Is eip at an instruction of the exception table? */
bool trap_is_user_access(const struct trapframe *f);

/* Panics because of a trap that the kernel's own code must not make. */
_Noreturn void trap_panic(const struct trapframe *f, uint32_t address);

#endif
