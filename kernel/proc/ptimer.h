/* SPDX-License-Identifier: MIT */
/* timer_create()'s timers: they belong to a process and send signals. */
#ifndef KERNEL_PROC_PTIMER_H
#define KERNEL_PROC_PTIMER_H

#include "proc/signal.h"
#include "proc/timer.h"
#include <faultline/time.h>

/* The clock that a timer's expiry is a time of. */
enum timer_base {
	BASE_MONOTONIC, /* and the real-time clock, for relative times */
	BASE_REALTIME,	/* follows clock_settime() */
	BASE_PROCESS,	/* CPU time of the process */
	BASE_THREAD,	/* CPU time of the thread with the number clock_tid */
};

/*
 * A periodic timer is armed again only when its signal is taken.  The
 * expirations until then send no signals of their own; they are counted when it
 * is taken.
 */
struct ptimer {
	int id;
	int clock; /* of timer_create() */
	enum timer_base base;
	bool armed;    /* it will expire at expiry */
	bool queued;   /* its record is pending */
	bool resting;  /* not armed: its signal was dropped (proc/itimer.h) */
	uint32_t seen; /* how often the clock had been set when it was armed */
	struct process *process;
	struct account *account;  /* that it is charged to */
	int clock_tid;		  /* BASE_THREAD: whose CPU time */
	struct fl_notify notify;  /* how an expiry is told */
	int64_t expiry, interval; /* ns; expiry 0: off; interval 0: once */
	uint32_t overrun;	  /* what timer_getoverrun() returns */
	uint32_t missed;	  /* expirations while queued */
	struct timer timer;
	struct signal_record record;
	struct list link; /* armed: with others of the same base */
};

struct ptimer_table {
	struct ptimer *timers[FL_TIMER_MAX];
	struct list cpu; /* armed ones on CPU clocks */
};

/*
 * Makes a timer of the running process that is off.  n says how it tells of an
 * expiry; NULL means SIGALRM with the timer's number.  Returns the number, or
 * -EAGAIN: too many timers, or no memory.
 */
int ptimer_create(int clock, enum timer_base base, int clock_tid,
		  const struct fl_notify *n);

/* The running process's timer with a number, or NULL. */
struct ptimer *ptimer_find(int id);

/*
 * Arms a timer for the time expiry on base's clock, or switches it off if
 * expiry is 0.  All times are in ns.
 */
void ptimer_set(struct ptimer *t, enum timer_base base, int64_t expiry,
		int64_t interval);

/* *left: ns until the timer expires next, or 0 if it is off. */
void ptimer_get(struct ptimer *t, int64_t *left, int64_t *interval);

/* Frees a timer, and takes its signal back if that is pending. */
void ptimer_delete(struct ptimer *t);

/* What time it is on the clock of the timer's expiry, in ns. */
int64_t ptimer_now(const struct ptimer *t);

/*
 * Checks what a program asks to be told by.  Returns 0, or -EINVAL for an
 * unknown way, a signal that does not exist, or a thread of another process.
 */
int notify_check(const struct fl_notify *n);

/*
 * signal.c calls these when the timer's record has left the queue: its signal
 * was taken, and *info gets the overrun; or it was dropped.
 */
void ptimer_record_taken(struct ptimer *t, struct fl_siginfo *info);
void ptimer_record_dropped(struct ptimer *t);

/*
 * The clock interrupt found p running at the monotonic time now: lets p's
 * timers on CPU clocks expire.  Returns the monotonic time when to look again,
 * or INT64_MAX.
 */
int64_t ptimers_tick(struct process *p, int64_t now);

/* Arms p's resting timers again whose signal is in set. */
void ptimers_go_on(struct process *p, fl_sigset_t set);

/*
 * The real-time clock was set: arms all timers of BASE_REALTIME anew.  May
 * wait.
 */
void ptimers_clock_was_set(void);

#endif
