/* SPDX-License-Identifier: MIT */
/* The time of day in seconds. */
#include <time.h>

time_t time(time_t *where)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	if (where)
		*where = t.tv_sec;
	return t.tv_sec;
}
