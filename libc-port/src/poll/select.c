/* SPDX-License-Identifier: MIT */
/* Waits for events on sets of descriptors. */
#include <errno.h>
#include <stddef.h>
#include <sys/select.h>

int select(int count, fd_set *__restrict rd, fd_set *__restrict wr,
	   fd_set *__restrict ex, struct timeval *__restrict timeout)
{
	struct timespec t;

	if (!timeout)
		return pselect(count, rd, wr, ex, NULL, NULL);
	if (timeout->tv_sec < 0 || timeout->tv_usec < 0) {
		errno = EINVAL;
		return -1;
	}
	t.tv_sec = timeout->tv_sec;
	t.tv_nsec = timeout->tv_usec;
	if (t.tv_nsec >= 1000000) {
		t.tv_sec += t.tv_nsec / 1000000;
		t.tv_nsec %= 1000000;
	}
	t.tv_nsec *= 1000;
	return pselect(count, rd, wr, ex, &t, NULL);
}
