/* SPDX-License-Identifier: MIT */
/* Carries out decoded instructions, on memory that the caller provides. */
#ifndef ARCH_I386_EMULATE_H
#define ARCH_I386_EMULATE_H

#include "decode.h"

/*
 * Memory as an instruction sees it: windows and ordinary pages alike.  load
 * and store move count elements of width bytes (1, 2, 4 or 8; count is 1 but
 * for strings with a repeat prefix), in the order of their addresses, and
 * return 0; or n > 0, only the first n could be moved, ask again for the
 * rest; or a negative error: none was.
 *
 * pause is asked after every EMULATE_SLICE bytes of a repeated string; true
 * ends the instruction for now.  load and store may wait.
 */
struct insn_memory {
	int (*load)(void *context, uint32_t address, void *to, unsigned width,
		    uint32_t count);
	int (*store)(void *context, uint32_t address, const void *from,
		     unsigned width, uint32_t count);
	bool (*pause)(void *context);
};

#define EMULATE_SLICE 512

/*
 * Executes insn, which was decoded with these registers.  0: done.
 *
 * -EAGAIN: paused; the registers show how far it came, and eip is still at
 * the instruction, which goes on from there when it runs again.
 * -EDOM: #DE.  -EINVAL: it is one for the processor (INSN_STEP).
 * Another error: memory's.  After all of these nothing has changed, but for
 * what was stored already, and the registers of a repeated string, which
 * are as before the element that failed.  Of the flags only the arithmetic
 * ones ever change.
 *
 * What is read, modified and written is loaded, then stored.  CMPXCHG stores
 * in either case, as the manual says.  May wait, if memory's
 * functions do.
 */
int insn_execute(const struct insn *insn, struct trapframe *registers,
		 const struct insn_memory *memory, void *context);

/* An instruction being executed. */
struct execution {
	const struct insn *insn;
	struct trapframe *r;
	const struct insn_memory *memory;
	void *context;
	uint32_t flags; /* eflags, if it succeeds */
};

/* MOVS, CMPS, STOS, LODS and SCAS (strings.c).  May wait, as insn_execute(). */
int string_execute(struct execution *x);

#endif
