/* SPDX-License-Identifier: MIT */
/*
 * Condition variables: waiters sleep while the sequence number is the one
 * they saw with the mutex held.
 */
#include "thread.h"
#include <errno.h>
#include <time.h>

int pthread_cond_init(pthread_cond_t *__restrict c,
		      const pthread_condattr_t *__restrict attr)
{
	c->__sequence = c->__waiters = 0;
	c->__clock = attr ? attr->__clock : 0;
	return 0;
}

/* Those who were woken may still be on their way out. */
int pthread_cond_destroy(pthread_cond_t *c)
{
	wait_until_empty(&c->__waiters);
	return 0;
}

/* Sleeps until the sequence changes, the time comes or it is cancelled. */
static int sleep_on(pthread_cond_t *c, int sequence, const struct timespec *end)
{
	struct timespec rest;
	int error = 0;

	while (c->__sequence == sequence && !__is_cancelled()) {
		if (end)
			error =
			    __until(c->__clock ? c->__clock : CLOCK_REALTIME,
				    end, &rest);
		if (error)
			break;
		__futex_sleep(&c->__sequence, sequence, end ? &rest : NULL);
	}
	return error;
}

int pthread_cond_timedwait(pthread_cond_t *__restrict c,
			   pthread_mutex_t *__restrict m,
			   const struct timespec *__restrict end)
{
	int sequence, depth = m->__depth, error, relock;

	if (m->__kind & (KIND_TYPE | KIND_OWNED) && m->__owner != (int)*TID)
		return EPERM;
	if (end && (end->tv_nsec < 0 || end->tv_nsec >= 1000000000))
		return EINVAL;
	pthread_testcancel();
	__sync_fetch_and_add(&c->__waiters, 1);
	sequence = c->__sequence;
	m->__depth = 0;
	__mutex_give(m);
	error = sleep_on(c, sequence, end);
	leave(&c->__waiters);
	relock = __mutex_take(m, NULL);
	m->__depth = depth;
	pthread_testcancel();
	return relock ? relock : error;
}

int pthread_cond_wait(pthread_cond_t *__restrict c,
		      pthread_mutex_t *__restrict m)
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
