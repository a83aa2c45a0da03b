/* SPDX-License-Identifier: MIT */
/* A thread's scheduling: the one policy there is. */
#include <errno.h>
#include <pthread.h>

int pthread_getschedparam(pthread_t t, int *policy, struct sched_param *p)
{
	(void)t;
	*policy = SCHED_OTHER;
	p->sched_priority = 0;
	return 0;
}

int pthread_setschedparam(pthread_t t, int policy, const struct sched_param *p)
{
	(void)t;
	if (policy < SCHED_OTHER || policy > SCHED_RR)
		return EINVAL;
	return policy == SCHED_OTHER && p->sched_priority == 0 ? 0 : ENOTSUP;
}

int pthread_setschedprio(pthread_t t, int priority)
{
	(void)t;
	return priority == 0 ? 0 : EINVAL;
}
