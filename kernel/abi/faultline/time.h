/* SPDX-License-Identifier: MIT */
/* Clocks and time structures (POSIX <time.h>, <sys/time.h>). */
#ifndef FAULTLINE_TIME_H
#define FAULTLINE_TIME_H

#define FL_CLOCK_REALTIME           1
#define FL_CLOCK_PROCESS_CPUTIME_ID 2
#define FL_CLOCK_THREAD_CPUTIME_ID  3
#define FL_CLOCK_MONOTONIC          4

#define FL_TIMER_ABSTIME 4

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

struct fl_itimerval {
	struct fl_timeval it_interval;
	struct fl_timeval it_value;
};

#endif
