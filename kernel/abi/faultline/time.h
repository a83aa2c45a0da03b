/* SPDX-License-Identifier: MIT */
/* Clocks and time structures (POSIX <time.h>, <sys/time.h>). */
#ifndef FAULTLINE_TIME_H
#define FAULTLINE_TIME_H

#define FL_CLOCK_REALTIME           1
#define FL_CLOCK_PROCESS_CPUTIME_ID 2
#define FL_CLOCK_THREAD_CPUTIME_ID  3
#define FL_CLOCK_MONOTONIC          4

/* CPU-time clocks of any process or thread of the caller's user. */
#define FL_CLOCK_OF_PROCESS 0x10000 /* + pid */
#define FL_CLOCK_OF_THREAD  0x20000 /* + tid */
#define FL_CLOCK_ID_MASK    0x0ffff

#define FL_TIMER_ABSTIME 4

#define FL_TIMER_MAX 256 /* timer_create(): timers of a process */
#define FL_DELAYTIMER_MAX 0x7fffffff

#define ITIMER_REAL    0
#define ITIMER_VIRTUAL 1
#define ITIMER_PROF    2

/* Same shape as libc's struct timespec: 64-bit seconds, nanoseconds. */
struct fl_timespec {
	long long tv_sec;
	long tv_nsec;
};

struct fl_timeval {
	long long tv_sec;
	long tv_usec;
};

struct fl_itimerspec {
	struct fl_timespec it_interval;
	struct fl_timespec it_value;
};

struct fl_itimerval {
	struct fl_timeval it_interval;
	struct fl_timeval it_value;
};

#endif
