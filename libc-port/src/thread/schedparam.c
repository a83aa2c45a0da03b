/* SPDX-License-Identifier: MIT */
/* A thread's scheduling. */
#include "thread.h"
#include <errno.h>

static int get(pthread_t t)
{
	*ARG1 = t == thread_self() ? (int)*TID : t->tid;
	return *ARG1 ? fl_call(CALL_SCHED_GET) : -1;
}

int __thread_priority(void)
{
	int s = get(thread_self());

	return s < 0 ? 0 : FL_SCHEDULING_PRIORITY(s);
}

int pthread_getschedparam(pthread_t t, int *__restrict policy,
			  struct sched_param *__restrict p)
{
	int s = get(t);

	if (s < 0)
		return ESRCH;
	*policy = FL_SCHEDULING_POLICY(s);
	p->sched_priority = FL_SCHEDULING_PRIORITY(s);
	return 0;
}

int pthread_setschedparam(pthread_t t, int policy, const struct sched_param *p)
{
	int tid = t == thread_self() ? (int)*TID : t->tid;

	if (tid == 0)
		return ESRCH;
	*ARG1 = tid;
	*ARG2 = policy;
	*ARG3 = p->sched_priority;
	return fl_call(CALL_SCHED_SET) < 0 ? *ERRNO : 0;
}

int pthread_setschedprio(pthread_t t, int priority)
{
	struct sched_param p;
	int policy, error = pthread_getschedparam(t, &policy, &p);

	p.sched_priority = priority;
	return error ? error : pthread_setschedparam(t, policy, &p);
}
