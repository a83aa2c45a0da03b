/* SPDX-License-Identifier: MIT */
/* Priority ceilings: who holds such a mutex runs with its priority. */
#include "thread.h"
#include <errno.h>
#include <sched.h>

static int is_ceiling(int n)
{
	return n >= FL_SCHED_PRIORITY_MIN && n <= FL_SCHED_PRIORITY_MAX;
}

static int boost_to_highest(void)
{
	struct __pthread *self = thread_self();
	int n = FL_SCHED_PRIORITY_MAX;

	while (n > 0 && self->ceilings[n] == 0)
		n--;
	*ARG1 = n;
	return fl_call(CALL_BOOST) < 0 ? *ERRNO : 0;
}

int __ceiling_enter(int ceiling)
{
	struct __pthread *self = thread_self();
	int error;

	if (__thread_priority() > ceiling)
		return EINVAL;
	self->ceilings[ceiling]++;
	error = boost_to_highest();
	if (error)
		self->ceilings[ceiling]--;
	return error;
}

void __ceiling_leave(int ceiling)
{
	thread_self()->ceilings[ceiling]--;
	boost_to_highest();
}

int pthread_mutex_getprioceiling(const pthread_mutex_t *__restrict m,
				 int *__restrict ceiling)
{
	if (!(m->__kind & KIND_PROTECT))
		return EINVAL;
	*ceiling = m->__ceiling;
	return 0;
}

int pthread_mutex_setprioceiling(pthread_mutex_t *__restrict m, int ceiling,
				 int *__restrict old)
{
	int error;

	if (!(m->__kind & KIND_PROTECT) || !is_ceiling(ceiling))
		return EINVAL;
	error = pthread_mutex_lock(m);
	if (error)
		return error;
	if (old)
		*old = m->__ceiling;
	__ceiling_leave(m->__ceiling);
	m->__ceiling = ceiling;
	error = __ceiling_enter(ceiling);
	if (error) /* unlocking will count it */
		thread_self()->ceilings[ceiling]++;
	pthread_mutex_unlock(m);
	return 0;
}

int pthread_mutexattr_getprioceiling(const pthread_mutexattr_t *__restrict a,
				     int *__restrict ceiling)
{
	*ceiling = a->__ceiling;
	return 0;
}

int pthread_mutexattr_setprioceiling(pthread_mutexattr_t *a, int ceiling)
{
	if (!is_ceiling(ceiling))
		return EINVAL;
	a->__ceiling = ceiling;
	return 0;
}
