/* SPDX-License-Identifier: MIT */
/* Robust and priority-inheriting futexes. */
#ifndef KERNEL_PROC_OWNED_H
#define KERNEL_PROC_OWNED_H

struct thread;

/* t's own priority changed: so does that of whom it waits for. */
void owned_priority_changed(struct thread *t);

#endif
