/* SPDX-License-Identifier: MIT */
/* Scheduling attributes of threads: one policy, one scope. */
#include <errno.h>
#include <pthread.h>

int pthread_attr_getschedpolicy(const pthread_attr_t *a, int *policy)
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

int pthread_attr_getinheritsched(const pthread_attr_t *a, int *inherit)
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

int pthread_attr_getscope(const pthread_attr_t *a, int *scope)
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

int pthread_attr_getstackaddr(const pthread_attr_t *a, void **stack)
{
	*stack = a->__stack;
	return 0;
}

int pthread_attr_setstackaddr(pthread_attr_t *a, void *stack)
{
	a->__stack = stack;
	return 0;
}
