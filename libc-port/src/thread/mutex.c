/* SPDX-License-Identifier: MIT */
/* Mutexes: no call when nobody waits. */
#include "thread.h"
#include <errno.h>
#include <time.h>

int pthread_mutex_init(pthread_mutex_t *m, const pthread_mutexattr_t *attr)
{
	m->__word = m->__owner = m->__depth = 0;
	m->__type = attr ? attr->__type : PTHREAD_MUTEX_DEFAULT;
	return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *m)
{
	return m->__word ? EBUSY : 0;
}

/* The answer for a mutex that this thread holds; EAGAIN if it does not. */
static int held(pthread_mutex_t *m, int trying)
{
	if (m->__type == PTHREAD_MUTEX_NORMAL ||
	    m->__owner != (int)thread_self())
		return EAGAIN;
	if (m->__type == PTHREAD_MUTEX_ERRORCHECK)
		return trying ? EBUSY : EDEADLK;
	m->__depth++;
	return 0;
}

int pthread_mutex_trylock(pthread_mutex_t *m)
{
	int answer;

	if (__sync_bool_compare_and_swap(&m->__word, 0, 1)) {
		m->__owner = (int)thread_self();
		return 0;
	}
	answer = held(m, 1);
	return answer == EAGAIN ? EBUSY : answer;
}

int __mutex_lock_until(pthread_mutex_t *m, const struct timespec *end)
{
	struct timespec rest;
	int error = 0;

	while (__sync_lock_test_and_set(&m->__word, 2) != 0) {
		if (end && (error = __until(CLOCK_REALTIME, end, &rest)))
			return error;
		__futex_wait(&m->__word, 2, end ? &rest : NULL);
	}
	m->__owner = (int)thread_self();
	return 0;
}

int pthread_mutex_timedlock(pthread_mutex_t *m, const struct timespec *end)
{
	int answer;

	if (__sync_bool_compare_and_swap(&m->__word, 0, 1)) {
		m->__owner = (int)thread_self();
		return 0;
	}
	answer = held(m, 0);
	return answer == EAGAIN ? __mutex_lock_until(m, end) : answer;
}

int pthread_mutex_lock(pthread_mutex_t *m)
{
	return pthread_mutex_timedlock(m, NULL);
}

int pthread_mutex_unlock(pthread_mutex_t *m)
{
	if (m->__type != PTHREAD_MUTEX_NORMAL) {
		if (m->__owner != (int)thread_self() || m->__word == 0)
			return EPERM;
		if (m->__depth > 0) {
			m->__depth--;
			return 0;
		}
	}
	m->__owner = 0;
	if (__sync_lock_test_and_set(&m->__word, 0) == 2)
		__futex_wake(&m->__word, 1);
	return 0;
}
