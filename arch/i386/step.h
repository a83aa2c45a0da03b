/* SPDX-License-Identifier: MIT */
/* Steps: the processor executes an instruction on a copy of a window's data. */
#ifndef ARCH_I386_STEP_H
#define ARCH_I386_STEP_H

#include "decode.h"

struct frame;

/* The step that a thread is in; frame is NULL while there is none. */
struct step {
	struct frame *frame; /* the copy */
	uint32_t address;    /* of the operand */
	uint16_t size;	     /* of the operand, in bytes */
	bool writes;	     /* the copy goes back to the window */
	uint32_t eflags;     /* the program's TF and IF */
};

/*
 * Prepares the running program to execute insn (an INSN_STEP) and nothing else.
 * bytes are those from which it was decoded.  0; -EAGAIN: the thread has to
 * attend to something first, and the instruction will fault again; -ENOMEM; or
 * an error of the window (struct window_ops), with the address in *failed.  May
 * wait.
 */
int step_begin(struct trapframe *f, const struct insn *insn,
	       const uint8_t *bytes, uint32_t *failed);

/*
 * Ends the step at the next trap from the program, and stores what was written
 * to the window.  Returns true if the trap was the end of the step; otherwise
 * the caller handles the trap.  If the trap is #NM the step goes on.
 */
bool step_trap(struct trapframe *f);

#endif
