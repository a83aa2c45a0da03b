/* SPDX-License-Identifier: MIT */
/* The part of a thread that is the processor's. */
#ifndef ARCH_I386_THREAD_H
#define ARCH_I386_THREAD_H

#include "cpu.h"
#include "decode.h"
#include "step.h"

struct frame;
struct thread;

/*
 * It lies at the top of the thread's kernel stack, whose lower page few calls
 * reach:
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
	bool fpu_used;	 /* fpu holds a state, or the FPU does */
	bool fpu_amid;	 /* the next instruction may use it */
	uint16_t fs, gs; /* while it does not run */
	uint32_t tls_base;
	uint32_t esp;	      /* while it does not run */
	uint32_t *last_table; /* page table of the user's last 4 MB */
	struct frame *page_frame;
	struct insn insn; /* the access it faulted with */
	struct step step;
	bool forked; /* its call ends with 0 when it first runs */
} __attribute__((aligned(16)));

/* The FPU's state is in memory, too, if t is the running thread. */
void fpu_save(struct thread *t);
/* The state in memory was replaced. */
void fpu_forget(struct thread *t);
/* The state in memory is in the FPU; t is the running thread. */
void fpu_load(struct thread *t);
/* The first FPU instruction since the switch. */
void fpu_fault(void);
/* A program's initial state in memory. */
void fpu_reset(struct arch_thread *a);
void fpu_switch(struct thread *previous, struct thread *next);
void fpu_init(void);

#endif
