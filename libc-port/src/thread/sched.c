/* SPDX-License-Identifier: MIT */
/* Scheduling of processes: of their first thread. */
#include "../internal/libc.h"
#include <errno.h>
#include <sched.h>

int sched_yield(void)
{
	(void)fl_call(CALL_YIELD);
	return 0;
}

static int bound(int policy, int realtime)
{
	if (policy == SCHED_OTHER)
		return 0;
	if (policy == SCHED_FIFO || policy == SCHED_RR)
		return realtime;
	errno = EINVAL;
	return -1;
}

int sched_get_priority_max(int policy)
{
	return bound(policy, FL_SCHED_PRIORITY_MAX);
}

int sched_get_priority_min(int policy)
{
	return bound(policy, FL_SCHED_PRIORITY_MIN);
}

static int get(pid_t pid)
{
	*ARG1 = pid;
	return fl_result(*CALL_SCHED_GET);
}

int sched_getscheduler(pid_t pid)
{
	int s = get(pid);

	return s < 0 ? -1 : FL_SCHEDULING_POLICY(s);
}

int sched_getparam(pid_t pid, struct sched_param *p)
{
	int s = get(pid);

	if (!p) {
		errno = EINVAL;
		return -1;
	}
	if (s < 0)
		return -1;
	p->sched_priority = FL_SCHEDULING_PRIORITY(s);
	return 0;
}

int sched_setscheduler(pid_t pid, int policy, const struct sched_param *p)
{
	int old = get(pid);

	if (old < 0)
		return -1;
	*ARG1 = pid;
	*ARG2 = policy;
	*ARG3 = p->sched_priority;
	return fl_result(*CALL_SCHED_SET) < 0 ? -1 : FL_SCHEDULING_POLICY(old);
}

int sched_setparam(pid_t pid, const struct sched_param *p)
{
	int old = get(pid);

	if (old < 0)
		return -1;
	*ARG1 = pid;
	*ARG2 = FL_SCHEDULING_POLICY(old);
	*ARG3 = p->sched_priority;
	return fl_result(*CALL_SCHED_SET);
}
