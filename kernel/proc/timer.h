/* SPDX-License-Identifier: MIT */
/* Timers: each runs a function at a time of the monotonic clock. */
#ifndef KERNEL_PROC_TIMER_H
#define KERNEL_PROC_TIMER_H

#include "lib/types.h"

/*
 * expire() runs in the clock's interrupt handler when the deadline has come;
 * the timer is disarmed then, and may be armed again.  Armed timers are a tree,
 * in which none has an earlier deadline than its parent.
 */
struct timer {
	int64_t deadline;      /* ns of the monotonic clock */
	struct timer *child;   /* its first child */
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

/* Arms a timer, which may be armed already; deadline is in ns.  Cannot fail. */
void timer_arm(struct timer *t, int64_t deadline);

/* Disarms a timer, if it is armed. */
void timer_disarm(struct timer *t);

#endif
