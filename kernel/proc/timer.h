/* SPDX-License-Identifier: MIT */
/* Timers: functions to be run at a time of the monotonic clock. */
#ifndef KERNEL_PROC_TIMER_H
#define KERNEL_PROC_TIMER_H

#include "lib/types.h"

/*
 * expire() runs in the clock's interrupt handler, the timer disarmed.  Armed
 * timers are a tree: none has an earlier deadline than its parent.
 */
struct timer {
	int64_t deadline;      /* ns of the monotonic clock */
	struct timer *child;   /* the first of them */
	struct timer *sibling; /* the next child of its parent */
	struct timer **link;   /* what points to it; NULL: not armed */
	void (*expire)(struct timer *t);
};

static inline void timer_init(struct timer *t, void (*expire)(struct timer *))
{
	*t = (struct timer){ .expire = expire };
}

static inline bool timer_is_armed(const struct timer *t)
{
	return t->link;
}

void timer_arm(struct timer *t, int64_t deadline); /* perhaps again */
void timer_disarm(struct timer *t);		   /* may be disarmed already */

#endif
