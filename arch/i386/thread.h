/* SPDX-License-Identifier: MIT */
/* The part of a thread that only this architecture knows. */
#ifndef ARCH_I386_THREAD_H
#define ARCH_I386_THREAD_H

#include "cpu.h"
#include "decode.h"
#include "step.h"

struct frame;
struct thread;

/*
 * A thread's registers and state, at the top of its kernel stack.  Few calls
 * reach the stack's lower page.
 *
 *	stack + KERNEL_STACK_SIZE
 *	              struct arch_thread
 *	              struct trapframe
 *	              kernel stack, which grows down
 *	stack
 *	              guard page (stack.h)
 */
struct arch_thread {
	uint8_t fpu[512] __attribute__((aligned(16))); /* FXSAVE */
	bool fpu_used;		  /* it has a state, here or in the FPU */
	bool fpu_amid;		  /* to be loaded at the switch; fpu.c */
	uint16_t fs, gs;	  /* while it does not run */
	uint32_t tls_base;	  /* of USER_TLS */
	uint32_t esp;		  /* while it does not run */
	uint32_t *last_table;	  /* page table of the user's last 4 MB */
	struct frame *page_frame; /* of the thread page */
	struct insn insn;	  /* the last that faulted on a window */
	struct step step;
	bool forked; /* when it first runs, its call is to end with 0 */
} __attribute__((aligned(16)));

/*
 * Copies the FPU's state to t->arch->fpu, if t runs and the FPU has its state.
 */
void fpu_save(struct thread *t);
/* Drops the FPU's state, since that in t->arch->fpu was replaced. */
void fpu_forget(struct thread *t);
/*
 * Loads t->arch->fpu into the FPU.  t is the running thread, or will be next.
 */
void fpu_load(struct thread *t);
/* Handles #NM: the first FPU instruction since the switch. */
void fpu_fault(void);
/* Sets a->fpu to the state that a program begins with. */
void fpu_reset(struct arch_thread *a);
/* Saves the FPU's state for previous, and loads that of next if need be. */
void fpu_switch(struct thread *previous, struct thread *next);
void fpu_init(void);

#endif
