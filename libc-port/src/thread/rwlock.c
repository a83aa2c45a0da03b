/* SPDX-License-Identifier: MIT */
/*
 * Locks for many readers or one writer.  A reader waits for writers that
 * wait, unless its real-time priority is higher than theirs.
 */
#include "thread.h"
#include <errno.h>
#include <stddef.h>
#include <time.h>

int pthread_rwlock_init(pthread_rwlock_t *__restrict l,
			const pthread_rwlockattr_t *__restrict attr)
{
	(void)attr; /* all of them can be shared */
	*l = (pthread_rwlock_t)PTHREAD_RWLOCK_INITIALIZER;
	return 0;
}

int pthread_rwlock_destroy(pthread_rwlock_t *l)
{
	return l->__sleepers ? EBUSY : 0;
}

/* Does a writer wait that goes before this thread's reading? */
static int writer_waits(const pthread_rwlock_t *l)
{
	int n = FL_SCHED_PRIORITY_MAX;

	while (n >= 0 && l->__waiting[n] == 0)
		n--;
	return n >= 0 && n >= __thread_priority();
}

static int can_read(const pthread_rwlock_t *l)
{
	return l->__readers >= 0 && !writer_waits(l);
}

/* Sleeps until the lock changes; the guard is held before and after. */
static int sleep_on(pthread_rwlock_t *l, const struct timespec *end)
{
	struct timespec rest;
	int sequence = l->__sequence, error = 0;

	if (end)
		error = __until(CLOCK_REALTIME, end, &rest);
	if (error)
		return error;
	l->__sleepers++;
	word_unlock(&l->__guard);
	__futex_wait(&l->__sequence, sequence, end ? &rest : NULL);
	word_lock(&l->__guard);
	l->__sleepers--;
	return 0;
}

static void changed(pthread_rwlock_t *l)
{
	l->__sequence++;
	if (l->__sleepers > 0)
		__futex_wake(&l->__sequence, 0x7fffffff);
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t *__restrict l,
			       const struct timespec *__restrict end)
{
	int error = 0;

	word_lock(&l->__guard);
	if (l->__readers < 0 && l->__owner == (int)*TID)
		error = EDEADLK;
	while (!error && !can_read(l))
		error = sleep_on(l, end);
	if (!error)
		l->__readers++;
	word_unlock(&l->__guard);
	return error;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *l)
{
	return pthread_rwlock_timedrdlock(l, NULL);
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t *l)
{
	int error = EBUSY;

	word_lock(&l->__guard);
	if (can_read(l)) {
		l->__readers++;
		error = 0;
	}
	word_unlock(&l->__guard);
	return error;
}

static int wait_to_write(pthread_rwlock_t *l, const struct timespec *end)
{
	int priority = __thread_priority(), error = 0;

	l->__waiting[priority]++;
	while (!error && l->__readers != 0)
		error = sleep_on(l, end);
	l->__waiting[priority]--;
	if (error)
		changed(l); /* readers may have waited for this one */
	return error;
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t *__restrict l,
			       const struct timespec *__restrict end)
{
	int error = 0;

	word_lock(&l->__guard);
	if (l->__readers < 0 && l->__owner == (int)*TID)
		error = EDEADLK;
	else if (l->__readers != 0)
		error = wait_to_write(l, end);
	if (!error) {
		l->__readers = -1;
		l->__owner = (int)*TID;
	}
	word_unlock(&l->__guard);
	return error;
}

int pthread_rwlock_wrlock(pthread_rwlock_t *l)
{
	return pthread_rwlock_timedwrlock(l, NULL);
}

int pthread_rwlock_trywrlock(pthread_rwlock_t *l)
{
	int error = EBUSY;

	word_lock(&l->__guard);
	if (l->__readers == 0) {
		l->__readers = -1;
		l->__owner = (int)*TID;
		error = 0;
	}
	word_unlock(&l->__guard);
	return error;
}

int pthread_rwlock_unlock(pthread_rwlock_t *l)
{
	int error = 0;

	word_lock(&l->__guard);
	if (l->__readers == 0) {
		error = EINVAL; /* nobody has it */
	} else if (l->__readers < 0 && l->__owner != (int)*TID) {
		error = EPERM;
	} else {
		l->__readers = l->__readers < 0 ? 0 : l->__readers - 1;
		l->__owner = 0;
		if (l->__readers == 0)
			changed(l);
	}
	word_unlock(&l->__guard);
	return error;
}
