/* SPDX-License-Identifier: MIT */
/*
 * Condition variables: waiters sleep while the sequence number is the one
 * they saw with the mutex held.
 */
#include "thread.h"
#include <errno.h>
#include <time.h>

int __mutex_lock_until(pthread_mutex_t *, const struct timespec *);

int pthread_cond_init(pthread_cond_t *c, const pthread_condattr_t *attr)
{
	c->__sequence = c->__waiters = 0;
	c->__clock = attr ? attr->__clock : 0;
	return 0;
}

int pthread_cond_destroy(pthread_cond_t *c)
{
	(void)c;
	return 0;
}

int pthread_cond_timedwait(pthread_cond_t *c, pthread_mutex_t *m,
			   const struct timespec *end)
{
	struct __pthread *self = thread_self();
	int sequence = c->__sequence, depth = m->__depth, error = 0;
	struct timespec rest;

	if (m->__type != PTHREAD_MUTEX_NORMAL && m->__owner != (int)self)
		return EPERM;
	pthread_testcancel();
	if (end && (end->tv_nsec < 0 || end->tv_nsec >= 1000000000))
		return EINVAL;
	__sync_fetch_and_add(&c->__waiters, 1);
	m->__depth = 0;
	pthread_mutex_unlock(m);
	while (c->__sequence == sequence && !error) {
		if (self->cancel_pending && !self->cancel_disabled)
			break;
		if (end)
			error =
			    __until(c->__clock ? c->__clock : CLOCK_REALTIME,
				    end, &rest);
		if (!error)
			__futex_wait(&c->__sequence, sequence,
				     end ? &rest : NULL);
	}
	__sync_fetch_and_sub(&c->__waiters, 1);
	__mutex_lock_until(m, NULL);
	m->__depth = depth;
	pthread_testcancel();
	return error;
}

int pthread_cond_wait(pthread_cond_t *c, pthread_mutex_t *m)
{
	return pthread_cond_timedwait(c, m, NULL);
}

static int wake(pthread_cond_t *c, int count)
{
	if (c->__waiters > 0) {
		__sync_fetch_and_add(&c->__sequence, 1);
		__futex_wake(&c->__sequence, count);
	}
	return 0;
}

int pthread_cond_signal(pthread_cond_t *c)
{
	return wake(c, 1);
}

int pthread_cond_broadcast(pthread_cond_t *c)
{
	return wake(c, 0x7fffffff);
}
