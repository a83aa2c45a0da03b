/* SPDX-License-Identifier: MIT */
/* The scheduler: who runs next. */
#ifndef KERNEL_PROC_SCHED_H
#define KERNEL_PROC_SCHED_H

#include "lib/types.h"

struct thread;

/* The boot thread becomes the idle thread. */
void sched_init(struct thread *idle);

/* Puts a thread that can run into its run queue. */
void sched_ready(struct thread *t);

/*
 * Gives the CPU away; the running thread's state says why.  This is what all
 * that may wait comes to.
 */
void sched_switch(void);

/* Lets others of the same priority run first.  May wait. */
void sched_yield(void);

/*
 * Lets those of higher priority run, or others if the slice is used up.
 * May wait.
 */
void sched_preempt(void);

/* The running thread's slice, at each clock interrupt. */
void sched_tick(int64_t now);

/* When the slice of the running thread ends, if anybody waits for it. */
int64_t sched_deadline(int64_t now);

/* t's policy, real-time priority or nice value was set: its queue follows. */
void sched_update(struct thread *t);

/* Runs for ever when nothing else can. */
_Noreturn void sched_idle(void);

/* Load averages over 1, 5 and 15 minutes, times 2048. */
void sched_load(uint32_t load[3]);

/*
 * For long loops in the kernel: lets interrupts in, and other threads run
 * if it is their turn.  May wait.  Returns true if the running thread should
 * give up soon: a fatal signal is waiting.
 */
bool sched_checkpoint(void);

#endif
