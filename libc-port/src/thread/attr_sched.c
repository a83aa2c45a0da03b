/* SPDX-License-Identifier: MIT */
/* Scheduling attributes of threads. */
#include "thread.h"
#include <errno.h>

int pthread_attr_getschedpolicy(const pthread_attr_t *__restrict a,
				int *__restrict policy)
{
	*policy = a->__policy;
	return 0;
}

int pthread_attr_setschedpolicy(pthread_attr_t *a, int policy)
{
	if (policy < SCHED_OTHER || policy > SCHED_RR)
		return EINVAL;
	a->__policy = policy;
	return 0;
}

int pthread_attr_getschedparam(const pthread_attr_t *__restrict a,
			       struct sched_param *__restrict p)
{
	*p = a->__param;
	return 0;
}

int pthread_attr_setschedparam(pthread_attr_t *__restrict a,
			       const struct sched_param *__restrict p)
{
	int highest = a->__policy == SCHED_OTHER ? 0 : FL_SCHED_PRIORITY_MAX;

	if (p->sched_priority < 0 || p->sched_priority > highest)
		return ENOTSUP;
	a->__param = *p;
	return 0;
}

int pthread_attr_getinheritsched(const pthread_attr_t *__restrict a,
				 int *__restrict inherit)
{
	*inherit = a->__inherit;
	return 0;
}

int pthread_attr_setinheritsched(pthread_attr_t *a, int inherit)
{
	if (inherit != PTHREAD_INHERIT_SCHED &&
	    inherit != PTHREAD_EXPLICIT_SCHED)
		return EINVAL;
	a->__inherit = inherit;
	return 0;
}

int pthread_attr_getscope(const pthread_attr_t *__restrict a,
			  int *__restrict scope)
{
	(void)a;
	*scope = PTHREAD_SCOPE_SYSTEM;
	return 0;
}

int pthread_attr_setscope(pthread_attr_t *a, int scope)
{
	(void)a;
	if (scope == PTHREAD_SCOPE_SYSTEM)
		return 0;
	return scope == PTHREAD_SCOPE_PROCESS ? ENOTSUP : EINVAL;
}
