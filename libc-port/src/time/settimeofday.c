/* SPDX-License-Identifier: MIT */
/* Sets the time of day. */
#include <sys/time.h>
#include <time.h>

int settimeofday(const struct timeval *now, const struct timezone *zone)
{
	struct timespec t = { 0, 0 };

	(void)zone;
	t.tv_sec = now->tv_sec;
	t.tv_nsec = now->tv_usec * 1000;
	return clock_settime(CLOCK_REALTIME, &t);
}
