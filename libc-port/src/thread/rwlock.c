/* SPDX-License-Identifier: MIT */
/* Locks for many readers or one writer; waiting writers go first. */
#include <errno.h>
#include <pthread.h>
#include <stddef.h>

int pthread_rwlock_init(pthread_rwlock_t *l, const pthread_rwlockattr_t *attr)
{
	(void)attr;
	pthread_mutex_init(&l->__guard, NULL);
	pthread_cond_init(&l->__changed, NULL);
	l->__readers = l->__writers_waiting = 0;
	return 0;
}

int pthread_rwlock_destroy(pthread_rwlock_t *l)
{
	return l->__readers ? EBUSY : 0;
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t *l, const struct timespec *end)
{
	int error = 0;

	pthread_mutex_lock(&l->__guard);
	while (!error && (l->__readers < 0 || l->__writers_waiting > 0))
		error = pthread_cond_timedwait(&l->__changed, &l->__guard, end);
	if (!error)
		l->__readers++;
	pthread_mutex_unlock(&l->__guard);
	return error;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *l)
{
	return pthread_rwlock_timedrdlock(l, NULL);
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t *l)
{
	int error = EBUSY;

	pthread_mutex_lock(&l->__guard);
	if (l->__readers >= 0 && l->__writers_waiting == 0) {
		l->__readers++;
		error = 0;
	}
	pthread_mutex_unlock(&l->__guard);
	return error;
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t *l, const struct timespec *end)
{
	int error = 0;

	pthread_mutex_lock(&l->__guard);
	l->__writers_waiting++;
	while (!error && l->__readers != 0)
		error = pthread_cond_timedwait(&l->__changed, &l->__guard, end);
	l->__writers_waiting--;
	if (!error)
		l->__readers = -1;
	else
		pthread_cond_broadcast(&l->__changed);
	pthread_mutex_unlock(&l->__guard);
	return error;
}

int pthread_rwlock_wrlock(pthread_rwlock_t *l)
{
	return pthread_rwlock_timedwrlock(l, NULL);
}

int pthread_rwlock_trywrlock(pthread_rwlock_t *l)
{
	int error = EBUSY;

	pthread_mutex_lock(&l->__guard);
	if (l->__readers == 0) {
		l->__readers = -1;
		error = 0;
	}
	pthread_mutex_unlock(&l->__guard);
	return error;
}

int pthread_rwlock_unlock(pthread_rwlock_t *l)
{
	pthread_mutex_lock(&l->__guard);
	if (l->__readers > 0)
		l->__readers--;
	else
		l->__readers = 0;
	if (l->__readers == 0)
		pthread_cond_broadcast(&l->__changed);
	pthread_mutex_unlock(&l->__guard);
	return 0;
}
