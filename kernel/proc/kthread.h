/* SPDX-License-Identifier: MIT */
/* Threads of the kernel's own: they run no program, and wait as others do. */
#ifndef KERNEL_PROC_KTHREAD_H
#define KERNEL_PROC_KTHREAD_H

#include "proc/wait.h"

struct thread;

/*
 * A thread of the kernel.  It runs with the highest priority, as root, and has
 * no address space, so it must not touch a program's memory.  No signal comes
 * for it.  run may wait, and its return ends the thread.  The record must be
 * there as long as the thread runs.
 */
struct kthread {
	const char *name;
	void (*run)(void *argument);
	void *argument;
	struct thread *thread;	 /* NULL: it does not run */
	struct wait_queue ended; /* woken at its end */
};

/* Starts k, which is filled in but for thread and ended.  0 or -ENOMEM. */
int kthread_start(struct kthread *k);

/* Waits until k has ended.  May wait. */
void kthread_join(struct kthread *k);

#endif
