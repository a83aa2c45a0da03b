/* SPDX-License-Identifier: MIT */
/* Semaphores: no call unless one must wait or somebody does. */
#include "thread.h"
#include <errno.h>
#include <limits.h>
#include <semaphore.h>
#include <time.h>

int sem_init(sem_t *s, int shared, unsigned value)
{
	(void)shared; /* all of them can be */
	if (value > SEM_VALUE_MAX) {
		errno = EINVAL;
		return -1;
	}
	s->__value = value;
	s->__waiters = 0;
	return 0;
}

int sem_destroy(sem_t *s)
{
	if (s->__waiters > 0) {
		errno = EBUSY;
		return -1;
	}
	return 0;
}

int sem_getvalue(sem_t *__restrict s, int *__restrict value)
{
	*value = s->__value;
	return 0;
}

int sem_post(sem_t *s)
{
	int value;

	do {
		value = s->__value;
		if (value == SEM_VALUE_MAX) {
			errno = EOVERFLOW;
			return -1;
		}
	} while (!__sync_bool_compare_and_swap(&s->__value, value, value + 1));
	if (s->__waiters > 0)
		__futex_wake(&s->__value, 1);
	return 0;
}

static int take(sem_t *s)
{
	int value;

	while ((value = s->__value) > 0)
		if (__sync_bool_compare_and_swap(&s->__value, value, value - 1))
			return 1;
	return 0;
}

int sem_trywait(sem_t *s)
{
	if (take(s))
		return 0;
	errno = EAGAIN;
	return -1;
}

int sem_timedwait(sem_t *__restrict s, const struct timespec *__restrict end)
{
	struct timespec rest;
	int error = 0;

	pthread_testcancel();
	while (!take(s)) {
		if (end)
			error = __until(CLOCK_REALTIME, end, &rest);
		if (error) {
			errno = error;
			return -1;
		}
		__sync_fetch_and_add(&s->__waiters, 1);
		if (__futex_sleep(&s->__value, 0, end ? &rest : NULL) < 0)
			error = *ERRNO;
		__sync_fetch_and_sub(&s->__waiters, 1);
		pthread_testcancel();
		if (error != EINTR)
			error = 0;
		if (error && !take(s)) {
			errno = error;
			return -1;
		}
		if (error)
			return 0;
	}
	return 0;
}

int sem_wait(sem_t *s)
{
	return sem_timedwait(s, NULL);
}
