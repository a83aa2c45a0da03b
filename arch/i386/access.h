/* SPDX-License-Identifier: MIT */
/* The accesses of instructions that touch a window. */
#ifndef ARCH_I386_ACCESS_H
#define ARCH_I386_ACCESS_H

#include "emulate.h"

struct thread;

/*
 * What an instruction of the running program reaches: windows by their loads
 * and stores, everything else as its memory.  The context of its functions
 * is a struct access_context.
 */
extern const struct insn_memory access_memory;

struct access_context {
	uint32_t address; /* of the element that failed */
	bool final;	  /* the instruction cannot be done again */
};

/* What t faulted with, whether it was decoded or trap_page knew it. */
struct insn *access_insn(struct thread *t);

/*
 * Ends an access with the signal for a window's error; see window.h.
 * May wait.
 */
void access_signal(struct trapframe *f, int error, uint32_t address);

#endif
