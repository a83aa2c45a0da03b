/* SPDX-License-Identifier: MIT */
/* Attributes of mutexes. */
#include "thread.h"
#include <errno.h>

int pthread_mutexattr_init(pthread_mutexattr_t *attr)
{
	attr->__kind = PTHREAD_MUTEX_DEFAULT;
	attr->__ceiling = FL_SCHED_PRIORITY_MAX;
	return 0;
}

int pthread_mutexattr_destroy(pthread_mutexattr_t *attr)
{
	if (!attr)
		return EINVAL;
	attr->__kind = -1; /* no type: to be initialised again */
	return 0;
}

static int set(pthread_mutexattr_t *attr, int mask, int bits)
{
	if (attr->__kind < 0)
		return EINVAL;
	attr->__kind = (attr->__kind & ~mask) | bits;
	return 0;
}

int pthread_mutexattr_gettype(const pthread_mutexattr_t *attr, int *type)
{
	if (attr->__kind < 0)
		return EINVAL;
	*type = attr->__kind & KIND_TYPE;
	return 0;
}

int pthread_mutexattr_settype(pthread_mutexattr_t *attr, int type)
{
	if (type < PTHREAD_MUTEX_NORMAL || type > PTHREAD_MUTEX_ERRORCHECK)
		return EINVAL;
	return set(attr, KIND_TYPE, type);
}

int pthread_mutexattr_getpshared(const pthread_mutexattr_t *attr, int *shared)
{
	if (attr->__kind < 0)
		return EINVAL;
	*shared = attr->__kind & KIND_SHARED ? PTHREAD_PROCESS_SHARED
					     : PTHREAD_PROCESS_PRIVATE;
	return 0;
}

int pthread_mutexattr_setpshared(pthread_mutexattr_t *attr, int shared)
{
	if (shared != PTHREAD_PROCESS_PRIVATE &&
	    shared != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	return set(attr, KIND_SHARED,
		   shared == PTHREAD_PROCESS_SHARED ? KIND_SHARED : 0);
}

int pthread_mutexattr_getprotocol(const pthread_mutexattr_t *attr,
				  int *protocol)
{
	if (attr->__kind < 0)
		return EINVAL;
	*protocol = attr->__kind & KIND_INHERIT	  ? PTHREAD_PRIO_INHERIT
		    : attr->__kind & KIND_PROTECT ? PTHREAD_PRIO_PROTECT
						  : PTHREAD_PRIO_NONE;
	return 0;
}

int pthread_mutexattr_setprotocol(pthread_mutexattr_t *attr, int protocol)
{
	static const int bits[] = { 0, KIND_INHERIT, KIND_PROTECT };

	if (protocol < PTHREAD_PRIO_NONE || protocol > PTHREAD_PRIO_PROTECT)
		return ENOTSUP;
	return set(attr, KIND_INHERIT | KIND_PROTECT, bits[protocol]);
}

int pthread_mutexattr_getrobust(const pthread_mutexattr_t *attr, int *robust)
{
	if (attr->__kind < 0)
		return EINVAL;
	*robust = attr->__kind & KIND_ROBUST ? PTHREAD_MUTEX_ROBUST
					     : PTHREAD_MUTEX_STALLED;
	return 0;
}

int pthread_mutexattr_setrobust(pthread_mutexattr_t *attr, int robust)
{
	if (robust != PTHREAD_MUTEX_STALLED && robust != PTHREAD_MUTEX_ROBUST)
		return EINVAL;
	return set(attr, KIND_ROBUST,
		   robust == PTHREAD_MUTEX_ROBUST ? KIND_ROBUST : 0);
}
