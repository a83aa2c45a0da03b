/* SPDX-License-Identifier: MIT */
/* Sleeps for some microseconds. */
#include <time.h>
#include <unistd.h>

int usleep(useconds_t us)
{
	struct timespec t = { 0, 0 };

	t.tv_sec = us / 1000000;
	t.tv_nsec = us % 1000000 * 1000;
	return nanosleep(&t, NULL);
}
