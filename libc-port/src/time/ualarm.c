/* SPDX-License-Identifier: MIT */
/* Sends SIGALRM after some microseconds. */
#include <sys/time.h>
#include <unistd.h>

useconds_t ualarm(useconds_t first, useconds_t then)
{
	struct itimerval new, old;

	new.it_value.tv_sec = first / 1000000;
	new.it_value.tv_usec = first % 1000000;
	new.it_interval.tv_sec = then / 1000000;
	new.it_interval.tv_usec = then % 1000000;
	if (setitimer(ITIMER_REAL, &new, &old) < 0)
		return 0;
	return old.it_value.tv_sec * 1000000 + old.it_value.tv_usec;
}
