/* SPDX-License-Identifier: MIT */
/* Sleeps for a time. */
#include <errno.h>
#include <time.h>

int nanosleep(const struct timespec *request, struct timespec *rest)
{
	int error = clock_nanosleep(CLOCK_REALTIME, 0, request, rest);

	if (error == 0)
		return 0;
	errno = error;
	return -1;
}
