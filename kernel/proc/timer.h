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
	return t->link != NULL;
}

void timer_arm(struct timer *t, int64_t deadline); /* perhaps again */
void timer_disarm(struct timer *t);		   /* may be disarmed already */

struct process;

/* setitimer()'s: value counts wall-clock, user or all CPU time. */
struct itimer {
	struct timer timer; /* ITIMER_REAL */
	int64_t interval;   /* ns; 0: once */
	int64_t remaining;  /* the CPU timers: ns to go, 0: off */
	bool resting;	    /* ITIMER_REAL: until its signal is of use */
	struct process *process;
};

void itimer_init(struct itimer *it, struct process *p);

/*
 * A periodic timer whose signal is pending or ignored rests: to expire again
 * would change nothing, and a user could have thousands that do so all the
 * time.  It goes on when its signal was taken, or when one of the signals in
 * set may have an effect again.
 */
void itimer_signal_taken(struct process *p);
void timers_signals_wanted(struct process *p, uint64_t set);

#endif
