/* SPDX-License-Identifier: MIT */
/* Robust and priority-inheriting futexes. */
#ifndef KERNEL_PROC_PI_FUTEX_H
#define KERNEL_PROC_PI_FUTEX_H

struct thread;

/* t's own priority changed: so does that of whom it waits for. */
void pi_priority_changed(struct thread *t);

#endif
