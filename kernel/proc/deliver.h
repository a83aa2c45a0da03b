/* SPDX-License-Identifier: MIT */
/* What threads do before they return to their programs: signals, stops. */
#ifndef KERNEL_PROC_DELIVER_H
#define KERNEL_PROC_DELIVER_H

#include "lib/types.h"

struct process;
struct trapframe;

/*
 * Ends the running thread, gives the CPU away, or delivers signals, as
 * t->attention asks.  The entry code calls it on the way back to the program,
 * again and again until attention is 0.  The thread must hold no mutex.
 */
void thread_attend(struct trapframe *f);

/*
 * Delivers the running thread's pending signals: starts handlers, stops or ends
 * the process, sleeps while it is stopped.  Then it restores the mask that
 * sigsuspend() or ppoll() replaced.  Returns at once if the thread must end.
 * May wait.
 */
void signal_deliver(void);

/* Continues a stopped process and tells its parent; nothing if it runs. */
void process_continue(struct process *p);
/*
 * The same without telling the parent, for a process that goes on only to end.
 * Returns whether it was stopped.
 */
bool process_resume(struct process *p);

#endif
