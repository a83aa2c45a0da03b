/* SPDX-License-Identifier: MIT */
/* timer_create()'s timers: they belong to a process and send signals. */
#ifndef KERNEL_PROC_PTIMER_H
#define KERNEL_PROC_PTIMER_H

#include "proc/signal.h"
#include "proc/timer.h"
#include <faultline/time.h>

/* What a timer's expiry is a time of. */
enum timer_base {
	BASE_MONOTONIC, /* also relative times of the real-time clock */
	BASE_REALTIME,	/* follows clock_settime() */
	BASE_PROCESS,	/* CPU time of the process */
	BASE_THREAD,	/* CPU time of the thread clock_tid */
};

/*
 * A periodic timer is armed again when its signal is taken: until then the
 * signal stands for all further expirations, which are counted then.
 */
struct ptimer {
	int id;
	int clock;
	enum timer_base base;
	bool armed;    /* it will expire at expiry */
	bool queued;   /* its record is pending */
	bool resting;  /* not armed: its signal is ignored (proc/timer.h) */
	uint32_t seen; /* the setting of the clock that its place is of */
	struct process *process;
	struct account *account; /* that it is charged to */
	int clock_tid;
	struct fl_notify notify;
	int64_t expiry, interval; /* ns; interval 0: once */
	uint32_t overrun;	  /* of the signal taken last */
	uint32_t missed;	  /* expirations while queued */
	struct timer timer;
	struct signal_record record;
	struct list link; /* armed: with others of the same base */
};

struct ptimer_table {
	struct ptimer *timers[FL_TIMER_MAX];
	struct list cpu; /* armed ones on CPU clocks */
};

/* The running thread's process has a timer more; its number or -errno. */
int ptimer_create(int clock, enum timer_base base, int clock_tid,
		  const struct fl_notify *n);
struct ptimer *ptimer_find(int id); /* of the running process, or NULL */
void ptimer_set(struct ptimer *t, enum timer_base base, int64_t expiry,
		int64_t interval);
void ptimer_get(struct ptimer *t, int64_t *left, int64_t *interval);
void ptimer_delete(struct ptimer *t);

/* The time of the clock that a timer's expiry is of. */
int64_t ptimer_now(const struct ptimer *t);

/* May a program ask to be told so?  0 or -EINVAL. */
int notify_check(const struct fl_notify *n);

/* signal.c: its signal was delivered, or dropped with others. */
void ptimer_record_taken(struct ptimer *t, struct fl_siginfo *info);
void ptimer_record_dropped(struct ptimer *t);

/* The clock interrupt found p running; the time when to look again. */
int64_t ptimers_tick(struct process *p, int64_t now);

/* Those that rest, and whose signal is in set, are armed again. */
void ptimers_go_on(struct process *p, fl_sigset_t set);

/*
 * The real-time clock was set: what waits for a time of it looks again.  May
 * wait.
 */
void ptimers_clock_was_set(void);

#endif
