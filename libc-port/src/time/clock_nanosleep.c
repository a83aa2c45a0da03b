/* SPDX-License-Identifier: MIT */
/* Sleeps for a time or until a time; fails with the error's number. */
#include "../internal/libc.h"
#include <time.h>

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *request,
		    struct timespec *rest)
{
	*ARG1 = clock;
	*ARG2 = flags;
	*ARG3 = (unsigned)request;
	*ARG4 = (unsigned)rest;
	return fl_call(CALL_CLOCK_NANOSLEEP) < 0 ? __call_error() : 0;
}
