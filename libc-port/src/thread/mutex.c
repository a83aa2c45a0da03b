/* SPDX-License-Identifier: MIT */
/* Mutexes: no call when nobody waits. */
#include "thread.h"
#include <errno.h>
#include <time.h>

int pthread_mutex_init(pthread_mutex_t *m, const pthread_mutexattr_t *attr)
{
	*m = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
	if (attr) {
		m->__kind = attr->__kind;
		m->__ceiling = attr->__ceiling;
	}
	return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *m)
{
	return m->__word && m->__word != FL_LOCK_DEAD ? EBUSY : 0;
}

/* The answer for a mutex that this thread holds; EAGAIN if it does not. */
static int held(pthread_mutex_t *m, int trying)
{
	int type = m->__kind & KIND_TYPE;

	if (m->__owner != (int)*TID || m->__word == 0)
		return EAGAIN;
	if (type == PTHREAD_MUTEX_NORMAL)
		return EAGAIN;
	if (type == PTHREAD_MUTEX_ERRORCHECK)
		return trying ? EBUSY : EDEADLK;
	m->__depth++;
	return 0;
}

static int take_plain(pthread_mutex_t *m, const struct timespec *end)
{
	volatile int *word = (volatile int *)&m->__word;
	struct timespec rest;
	int error = 0;

	if (!__sync_bool_compare_and_swap(word, 0, 1))
		while (__sync_lock_test_and_set(word, 2) != 0) {
			if (end &&
			    (error = __until(CLOCK_REALTIME, end, &rest)))
				return error;
			__futex_wait(word, 2, end ? &rest : NULL);
		}
	return 0;
}

int __mutex_take(pthread_mutex_t *m, const struct timespec *end)
{
	int error = 0;

	if (m->__kind & KIND_PROTECT)
		error = __ceiling_enter(m->__ceiling);
	if (error)
		return error;
	error =
	    m->__kind & KIND_OWNED ? __robust_take(m, end) : take_plain(m, end);
	if (!error || error == EOWNERDEAD)
		m->__owner = (int)*TID;
	else if (m->__kind & KIND_PROTECT)
		__ceiling_leave(m->__ceiling);
	return error;
}

void __mutex_give(pthread_mutex_t *m)
{
	volatile int *word = (volatile int *)&m->__word;
	int kind = m->__kind, ceiling = m->__ceiling;

	m->__owner = 0;
	if (kind & KIND_OWNED)
		__robust_give(m);
	else if (__sync_lock_test_and_set(word, 0) == 2)
		__futex_wake(word, 1);
	if (kind & KIND_PROTECT)
		__ceiling_leave(ceiling);
}

int pthread_mutex_timedlock(pthread_mutex_t *__restrict m,
			    const struct timespec *__restrict end)
{
	int answer;

	if (m->__kind == 0 && __sync_bool_compare_and_swap(&m->__word, 0, 1)) {
		m->__owner = (int)*TID;
		return 0;
	}
	answer = held(m, 0);
	return answer == EAGAIN ? __mutex_take(m, end) : answer;
}

int pthread_mutex_lock(pthread_mutex_t *m)
{
	if (m->__kind == 0 && __sync_bool_compare_and_swap(&m->__word, 0, 1)) {
		m->__owner = (int)*TID;
		return 0;
	}
	return pthread_mutex_timedlock(m, NULL);
}

int pthread_mutex_trylock(pthread_mutex_t *m)
{
	int answer = held(m, 1), protect = m->__kind & KIND_PROTECT;

	if (answer != EAGAIN)
		return answer;
	if (protect && (answer = __ceiling_enter(m->__ceiling)))
		return answer;
	if (m->__kind & KIND_OWNED)
		answer = __robust_try(m);
	else
		answer =
		    __sync_bool_compare_and_swap(&m->__word, 0, 1) ? 0 : EBUSY;
	if (!answer || answer == EOWNERDEAD)
		m->__owner = (int)*TID;
	else if (protect)
		__ceiling_leave(m->__ceiling);
	return answer;
}

int pthread_mutex_unlock(pthread_mutex_t *m)
{
	if (m->__kind == 0) {
		m->__owner = 0;
		if (__sync_lock_test_and_set(&m->__word, 0) == 2)
			__futex_wake((volatile int *)&m->__word, 1);
		return 0;
	}
	if (m->__kind & (KIND_TYPE | KIND_OWNED)) {
		if (m->__owner != (int)*TID || m->__word == 0)
			return EPERM;
		if (m->__depth > 0) {
			m->__depth--;
			return 0;
		}
	}
	__mutex_give(m);
	return 0;
}
