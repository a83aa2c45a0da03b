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

/* It cannot be used until it is initialised again. */
int pthread_attr_destroy(pthread_attr_t *a)
{
	a->__stack_size = 0;
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

int pthread_attr_getstacksize(const pthread_attr_t *__restrict a,
			      size_t *__restrict size)
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

int pthread_attr_getguardsize(const pthread_attr_t *__restrict a,
			      size_t *__restrict size)
{
	*size = a->__guard_size;
	return 0;
}

int pthread_attr_setguardsize(pthread_attr_t *a, size_t size)
{
	if (size > 1u << 30)
		return EINVAL;
	a->__guard_size = size;
	return 0;
}

int pthread_attr_setstack(pthread_attr_t *a, void *stack, size_t size)
{
	int error = pthread_attr_setstacksize(a, size);

	if (!error)
		a->__stack = stack;
	return error;
}

int pthread_attr_getstack(const pthread_attr_t *__restrict a,
			  void **__restrict stack, size_t *__restrict size)
{
	*stack = a->__stack;
	*size = a->__stack_size;
	return 0;
}

/* Of old, and vague on which end it means: here it is the lower one. */
int pthread_attr_setstackaddr(pthread_attr_t *a, void *stack)
{
	a->__stack = stack;
	return 0;
}

int pthread_attr_getstackaddr(const pthread_attr_t *__restrict a,
			      void **__restrict stack)
{
	*stack = a->__stack;
	return 0;
}

int pthread_getattr_np(pthread_t t, pthread_attr_t *a)
{
	int error = pthread_attr_init(a);

	a->__detached = t->state == THREAD_DETACHED;
	if (t->map) {
		a->__stack = t->stack;
		a->__stack_size = t->stack_size;
		a->__guard_size = t->guard_size;
	}
	return error ? error
		     : pthread_getschedparam(t, &a->__policy, &a->__param);
}
