/* SPDX-License-Identifier: MIT */
/* Sleeps for some seconds; a signal may cut it short. */
#include <time.h>
#include <unistd.h>

unsigned sleep(unsigned seconds)
{
	struct timespec t = { 0, 0 };

	t.tv_sec = seconds;
	if (nanosleep(&t, &t) == 0)
		return 0;
	return t.tv_sec + (t.tv_nsec >= 500000000);
}
