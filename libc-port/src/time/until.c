/* SPDX-License-Identifier: MIT */
/* How long until an absolute time. */
#include "../internal/libc.h"
#include <errno.h>
#include <time.h>

int __until(int clock, const struct timespec *end, struct timespec *rest)
{
	struct timespec now;

	if (end->tv_nsec < 0 || end->tv_nsec >= 1000000000)
		return EINVAL;
	clock_gettime(clock, &now);
	rest->tv_sec = end->tv_sec - now.tv_sec;
	rest->tv_nsec = end->tv_nsec - now.tv_nsec;
	if (rest->tv_nsec < 0) {
		rest->tv_nsec += 1000000000;
		rest->tv_sec--;
	}
	return rest->tv_sec < 0 ? ETIMEDOUT : 0;
}
