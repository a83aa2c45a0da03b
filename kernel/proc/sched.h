/* SPDX-License-Identifier: MIT */
/* The scheduler. */
#ifndef KERNEL_PROC_SCHED_H
#define KERNEL_PROC_SCHED_H

#include "lib/types.h"

struct thread;

/* The running thread, the one of the boot, becomes the idle thread. */
void sched_init(struct thread *idle);

/*
 * Puts t at the end of its run queue, and lets it run soon if its priority is
 * higher than the running thread's.  t must not run or be in a run queue.  Safe
 * in interrupt handlers.
 */
void sched_ready(struct thread *t);

/*
 * Gives the CPU to the thread that comes first.  The running thread comes back
 * if it is in a run queue, or when somebody puts it there.  Every function that
 * may wait ends up here.
 */
void sched_switch(void);

/* Lets all others of the same or a higher priority run first.  May wait. */
void sched_yield(void);

/*
 * Lets threads of a higher priority run, or also those of the same priority if
 * the running thread's slice is used up.  May wait.
 */
void sched_preempt(void);

/* Called by each clock interrupt: ends slices, ages threads, counts the load.
 */
void sched_tick(int64_t now);

/* When the next clock interrupt is due for the scheduler, at most. */
int64_t sched_deadline(int64_t now);

/*
 * t's policy, nice value or a real-time priority (own, lent or of a ceiling)
 * was set: computes its priority anew and moves it to the end of that run
 * queue.
 */
void sched_update(struct thread *t);

/* The idle thread: runs whenever no other thread can. */
_Noreturn void sched_idle(void);

/* Load averages over 1, 5 and 15 minutes, times 2048. */
void sched_load(uint32_t load[3]);

/*
 * For long loops in the kernel: lets interrupts in, and lets other threads run
 * if it is their turn.  Returns true if the loop should give up, because the
 * running thread is to end.  The idle thread may call it, too.  May wait.
 */
bool sched_checkpoint(void);

#endif
