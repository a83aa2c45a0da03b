/* SPDX-License-Identifier: MIT */
/* Robust and priority-inheriting futexes. */
#ifndef KERNEL_PROC_PI_FUTEX_H
#define KERNEL_PROC_PI_FUTEX_H

struct thread;

/*
 * t's policy or real-time priority was set.  If t waits for a lock, its owner
 * inherits the new priority.
 */
void pi_priority_changed(struct thread *t);

#endif
