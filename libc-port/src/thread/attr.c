/* SPDX-License-Identifier: MIT */
/* Attributes that threads are made with. */
#include "thread.h"
#include <errno.h>
#include <limits.h>

int pthread_attr_init(pthread_attr_t *a)
{
	*a = (pthread_attr_t){ 0 };
	a->__stack_size = STACK_DEFAULT;
	a->__guard_size = FL_PAGE_SIZE;
	return 0;
}

int pthread_attr_destroy(pthread_attr_t *a)
{
	(void)a;
	return 0;
}

int pthread_attr_getdetachstate(const pthread_attr_t *a, int *state)
{
	*state = a->__detached;
	return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t *a, int state)
{
	if (state != PTHREAD_CREATE_JOINABLE &&
	    state != PTHREAD_CREATE_DETACHED)
		return EINVAL;
	a->__detached = state;
	return 0;
}

int pthread_attr_getstacksize(const pthread_attr_t *a, size_t *size)
{
	*size = a->__stack_size;
	return 0;
}

int pthread_attr_setstacksize(pthread_attr_t *a, size_t size)
{
	if (size < PTHREAD_STACK_MIN || size > 1u << 30)
		return EINVAL;
	a->__stack_size = size;
	return 0;
}

int pthread_attr_getguardsize(const pthread_attr_t *a, size_t *size)
{
	*size = a->__guard_size;
	return 0;
}

int pthread_attr_setguardsize(pthread_attr_t *a, size_t size)
{
	a->__guard_size = size;
	return 0;
}

int pthread_attr_getschedparam(const pthread_attr_t *a, struct sched_param *p)
{
	*p = a->__param;
	return 0;
}

int pthread_attr_setschedparam(pthread_attr_t *a, const struct sched_param *p)
{
	a->__param = *p;
	return 0;
}

/* A stack of one's own is remembered; threads get one from the system. */
int pthread_attr_setstack(pthread_attr_t *a, void *stack, size_t size)
{
	int error = pthread_attr_setstacksize(a, size);

	if (!error)
		a->__stack = stack;
	return error;
}

int pthread_attr_getstack(const pthread_attr_t *a, void **stack, size_t *size)
{
	*stack = a->__stack;
	*size = a->__stack_size;
	return 0;
}
