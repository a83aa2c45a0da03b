/* SPDX-License-Identifier: MIT */
/* How long a thread runs before the next has its turn. */
#include <errno.h>
#include <sched.h>

int sched_rr_get_interval(pid_t pid, struct timespec *interval)
{
	if (!interval) {
		errno = EINVAL;
		return -1;
	}
	if (sched_getscheduler(pid) < 0)
		return -1;
	interval->tv_sec = 0;
	interval->tv_nsec = 10000000;
	return 0;
}
