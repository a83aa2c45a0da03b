/* SPDX-License-Identifier: MIT */
/* On which processors a thread may run: there is one. */
#include "../internal/libc.h"
#include <errno.h>
#include <pthread.h>
#include <sched.h>

int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set)
{
	if (size < sizeof(*set)) {
		errno = EINVAL;
		return -1;
	}
	if (sched_getscheduler(pid) < 0)
		return -1;
	CPU_ZERO(set);
	CPU_SET(0, set);
	return 0;
}

int sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *set)
{
	if (size < sizeof(*set) || !CPU_ISSET(0, set)) {
		errno = EINVAL;
		return -1;
	}
	return sched_getscheduler(pid) < 0 ? -1 : 0;
}

int pthread_getaffinity_np(pthread_t t, size_t size, cpu_set_t *set)
{
	return sched_getaffinity(t == thread_self() ? 0 : t->tid, size, set)
		   ? errno
		   : 0;
}

int pthread_setaffinity_np(pthread_t t, size_t size, const cpu_set_t *set)
{
	return sched_setaffinity(t == thread_self() ? 0 : t->tid, size, set)
		   ? errno
		   : 0;
}
