/* SPDX-License-Identifier: MIT */
/* Sends SIGALRM after some seconds. */
#include <sys/time.h>
#include <unistd.h>

unsigned alarm(unsigned seconds)
{
	struct itimerval new = { { 0, 0 }, { 0, 0 } }, old;

	new.it_value.tv_sec = seconds;
	if (setitimer(ITIMER_REAL, &new, &old) < 0)
		return 0;
	return old.it_value.tv_sec +
	       (old.it_value.tv_usec >= 500000 ||
		(old.it_value.tv_sec == 0 && old.it_value.tv_usec > 0));
}
