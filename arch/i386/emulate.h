/* SPDX-License-Identifier: MIT */
/* Executes decoded instructions on memory that the caller provides. */
#ifndef ARCH_I386_EMULATE_H
#define ARCH_I386_EMULATE_H

#include "decode.h"

/*
 * Memory as an instruction sees it, windows and ordinary pages alike.  load and
 * store move count elements of width bytes (1, 2, 4 or 8), in the order of
 * their addresses.  count is 1, but for strings with a repeat prefix.  Both
 * return 0; or n > 0 if only the first n elements were moved and the caller is
 * to ask for the rest again; or a negative error if none was.  Both may wait.
 *
 * pause is called after every EMULATE_SLICE bytes of a repeated string.  If it
 * returns true the instruction ends for now.
 */
struct insn_memory {
	int (*load)(void *context, uint32_t address, void *to, unsigned width,
		    uint32_t count);
	int (*store)(void *context, uint32_t address, const void *from,
		     unsigned width, uint32_t count);
	bool (*pause)(void *context);
};

#define EMULATE_SLICE 512 /* bytes */

/*
 * Executes insn, which was decoded with these registers.  Returns 0 when it is
 * done; or
 *
 *	-EAGAIN	pause() returned true; the registers show how far the string
 *		came, and eip is still at the instruction, which then goes on
 *	-EDOM	#DE, a division error
 *	-EINVAL	the processor must execute it (INSN_STEP)
 *	others	an error of the memory's functions
 *
 * After an error nothing has changed, but for what was stored already, and the
 * registers of a repeated string, which are as before the element that failed.
 * Only the arithmetic flags ever change.
 *
 * An operand that is read and written is loaded once and then stored once.
 * CMPXCHG stores in either case (Intel SDM vol. 2).  May wait, if the memory's
 * functions do.
 */
int insn_execute(const struct insn *insn, struct trapframe *registers,
		 const struct insn_memory *memory, void *context);

/* The state of an instruction while it is executed. */
struct execution {
	const struct insn *insn;
	struct trapframe *r;
	const struct insn_memory *memory;
	void *context;
	uint32_t flags; /* eflags after it, if it succeeds */
};

/* insn_execute() for MOVS, CMPS, STOS, LODS and SCAS (strings.c).  May wait. */
int string_execute(struct execution *x);

#endif
