/* SPDX-License-Identifier: MIT */
/* Sleeps for a time or until a time; fails with the error's number. */
#include "../internal/libc.h"
#include <errno.h>
#include <time.h>

/* The kernel counts nanoseconds in 64 bits: what it is asked for at once. */
#define LONGEST 1000000000

static int sleep_once(clockid_t clock, int flags,
		      const struct timespec *request, struct timespec *rest)
{
	*ARG1 = clock;
	*ARG2 = flags;
	*ARG3 = (unsigned)request;
	*ARG4 = (unsigned)rest;
	return fl_call(CALL_CLOCK_NANOSLEEP) < 0 ? __call_error() : 0;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *request,
		    struct timespec *rest)
{
	struct timespec part, left;
	time_t later;
	int error;

	if ((flags & TIMER_ABSTIME) || request->tv_sec <= LONGEST)
		return sleep_once(clock, flags, request, rest);
	part.tv_nsec = request->tv_nsec;
	for (later = request->tv_sec; later > 0; later -= part.tv_sec) {
		part.tv_sec = later < LONGEST ? later : LONGEST;
		error = sleep_once(clock, flags, &part, &left);
		if (error == EINTR && rest) {
			*rest = left;
			rest->tv_sec += later - part.tv_sec;
		}
		if (error)
			return error;
		part.tv_nsec = 0;
	}
	return 0;
}
