/* SPDX-License-Identifier: MIT */
/* The clock of a thread: this one's only. */
#include "../internal/libc.h"
#include <errno.h>
#include <pthread.h>
#include <time.h>

int pthread_getcpuclockid(pthread_t t, clockid_t *clock)
{
	if (t != thread_self())
		return ENOTSUP;
	*clock = CLOCK_THREAD_CPUTIME_ID;
	return 0;
}
