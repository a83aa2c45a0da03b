/* SPDX-License-Identifier: MIT */
/* setitimer()'s interval timers. */
#ifndef KERNEL_PROC_ITIMER_H
#define KERNEL_PROC_ITIMER_H

#include "lib/types.h"
#include "proc/timer.h"

struct process;

/*
 * ITIMER_REAL counts real time, by a timer; ITIMER_VIRTUAL and ITIMER_PROF
 * count the process's user or whole CPU time, at clock interrupts.
 */
struct itimer {
	struct timer timer; /* ITIMER_REAL alone */
	int64_t interval;   /* ns; 0: once */
	int64_t remaining;  /* the CPU timers: ns to go, 0: off */
	bool resting;	    /* ITIMER_REAL: see itimer_signal_taken() */
	struct process *process;
};

/* Makes it a timer of p that is off. */
void itimer_init(struct itimer *it, struct process *p);

/*
 * A periodic timer rests, that is, it is not armed, while its signal is pending
 * or ignored.  To expire again would change nothing, and a user could have
 * thousands of timers that do so all the time.
 *
 * itimer_signal_taken(): a thread of p has taken SIGALRM; the resting timer is
 * armed again.  timers_signals_wanted(): the signals in set may have an effect
 * on p again, because of a new action or a sigtimedwait(); all its resting
 * timers that send one of them are armed again, ptimers too.
 */
void itimer_signal_taken(struct process *p);
void timers_signals_wanted(struct process *p, uint64_t set);

/*
 * Called by the clock interrupt, which found p running: counts p's CPU timers
 * down and checks its RLIMIT_CPU.  user: it ran its program, not the kernel.
 */
void itimer_tick(struct process *p, bool user);

#endif
