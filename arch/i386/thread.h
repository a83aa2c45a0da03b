/* SPDX-License-Identifier: MIT */
/* The part of a thread that is the processor's. */
#ifndef ARCH_I386_THREAD_H
#define ARCH_I386_THREAD_H

#include "cpu.h"
#include "decode.h"
#include "step.h"
#include "variant.h" /* KERNEL_STACK_ORDER */

struct frame;
struct thread;

#define KERNEL_STACK_SIZE (PAGE_SIZE << KERNEL_STACK_ORDER)
#define STACK_CANARY	  0x5afe57ac

/*
 * Two pages (four with sanitizers), of which few calls reach the lower ones:
 *
 *	stack + KERNEL_STACK_SIZE
 *	              struct arch_thread
 *	              struct trapframe
 *	              kernel stack, which grows down
 *	stack         canary
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

/* Has the stack of t never grown into its last word? */
bool stack_is_whole(const struct thread *t);

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
