/* SPDX-License-Identifier: MIT */
/* Instructions that the processor executes on a copy of a window's data. */
#ifndef ARCH_I386_STEP_H
#define ARCH_I386_STEP_H

#include "decode.h"

struct frame;

/* The step that a thread is in; frame is NULL while there is none. */
struct step {
	struct frame *frame; /* the snapshot */
	uint32_t address;    /* of the operand */
	uint16_t size;
	bool writes;
	uint32_t eflags; /* the program's TF and IF */
};

/*
 * Prepares the running program to execute insn (an INSN_STEP) and nothing
 * else; bytes are those it was decoded from.  0; -EAGAIN: there is something
 * to do before, and the instruction has to fault again; or an error of the
 * window's, at *failed.  May wait.
 */
int step_begin(struct trapframe *f, const struct insn *insn,
	       const uint8_t *bytes, uint32_t *failed);

/*
 * A trap while the program was stepping.  true: that was all of it; false:
 * the trap remains to be handled.
 */
bool step_trap(struct trapframe *f);

#endif
