/* SPDX-License-Identifier: MIT */
/* Scheduling: one policy. */
#include <errno.h>
#include <faultline/calls.h>
#include <sched.h>
#include <unistd.h>

int sched_yield(void)
{
	(void)fl_call(CALL_YIELD);
	return 0;
}

int sched_get_priority_max(int policy)
{
	if (policy == SCHED_OTHER)
		return 0;
	errno = EINVAL;
	return -1;
}

int sched_get_priority_min(int policy)
{
	return sched_get_priority_max(policy);
}

int sched_getscheduler(pid_t pid)
{
	return pid == 0 || getpgid(pid) >= 0 ? SCHED_OTHER : -1;
}

int sched_getparam(pid_t pid, struct sched_param *p)
{
	p->sched_priority = 0;
	return sched_getscheduler(pid) < 0 ? -1 : 0;
}

int sched_setscheduler(pid_t pid, int policy, const struct sched_param *p)
{
	if (policy == SCHED_OTHER && p->sched_priority == 0)
		return sched_getscheduler(pid);
	errno = EINVAL;
	return -1;
}

int sched_setparam(pid_t pid, const struct sched_param *p)
{
	return sched_setscheduler(pid, SCHED_OTHER, p);
}
