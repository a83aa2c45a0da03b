/* SPDX-License-Identifier: MIT */
/* The accesses of instructions that touch a window. */
#ifndef ARCH_I386_ACCESS_H
#define ARCH_I386_ACCESS_H

#include "emulate.h"

struct thread;

/*
 * The memory that an instruction of the running program sees: windows by their
 * loads and stores, everything else as ordinary memory.  The context is a
 * struct access_context.  load and store may wait.
 */
extern const struct insn_memory access_memory;

struct access_context {
	uint32_t address; /* of the element that failed */
	bool final;	  /* the instruction cannot be repeated */
};

/*
 * The instruction with which t entered the kernel for a window.  If trap_page
 * (door.asm) recognised it, it is filled in here.
 */
struct insn *access_insn(struct thread *t);

/*
 * Ends an access with the signal for its error at address: struct window_ops
 * lists them.  -EDOM is a division by zero; after -ENOMEM the instruction is
 * executed again once memory was relieved.  May wait.
 */
void access_signal(struct trapframe *f, int error, uint32_t address);

#endif
