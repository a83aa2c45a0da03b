/* SPDX-License-Identifier: MIT */
/* setitimer()'s interval timers. */
#ifndef KERNEL_PROC_ITIMER_H
#define KERNEL_PROC_ITIMER_H

#include "lib/types.h"
#include "proc/timer.h"

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

/* The clock interrupt found p running: its CPU timers and CPU limit. */
void itimer_tick(struct process *p, bool user);

#endif
