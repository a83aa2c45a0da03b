/* SPDX-License-Identifier: MIT */
/* The CPU-time clock of a thread of this process. */
#include "../internal/libc.h"
#include <errno.h>
#include <faultline/time.h>
#include <pthread.h>
#include <time.h>

int pthread_getcpuclockid(pthread_t t, clockid_t *clock)
{
	int tid = t == thread_self() ? (int)*TID : t->tid;

	if (tid == 0)
		return ESRCH;
	*clock = FL_CLOCK_OF_THREAD | tid;
	return 0;
}
