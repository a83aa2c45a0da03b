/* SPDX-License-Identifier: MIT */
/* Work that is put off, from an interrupt to a thread that may wait. */
#ifndef KERNEL_PROC_WORK_H
#define KERNEL_PROC_WORK_H

#include "lib/list.h"

/* Something to do: run may wait. */
struct work {
	struct list link; /* in the queue, or alone */
	void (*run)(struct work *w);
};

/* Makes w fit for work_add(). */
static inline void work_init(struct work *w, void (*run)(struct work *w))
{
	list_init(&w->link);
	w->run = run;
}

/*
 * Lets a thread of the kernel run w soon, before any program goes on.  w stays
 * there until it begins to run; meanwhile adding it again does nothing.  May be
 * called by interrupt handlers.
 */
void work_add(struct work *w);

/* Starts the thread; called once. */
void work_start(void);

#endif
