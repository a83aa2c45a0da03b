/* SPDX-License-Identifier: MIT */
/* Barriers: the last one to come lets all go on. */
#include <errno.h>
#include <pthread.h>

int pthread_barrier_init(pthread_barrier_t *b,
			 const pthread_barrierattr_t *attr, unsigned count)
{
	(void)attr;
	if (count == 0)
		return EINVAL;
	pthread_mutex_init(&b->__guard, NULL);
	pthread_cond_init(&b->__full, NULL);
	b->__count = count;
	b->__arrived = b->__round = 0;
	return 0;
}

int pthread_barrier_destroy(pthread_barrier_t *b)
{
	return b->__arrived ? EBUSY : 0;
}

int pthread_barrier_wait(pthread_barrier_t *b)
{
	unsigned round;
	int state, result = 0;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
	pthread_mutex_lock(&b->__guard);
	round = b->__round;
	if (++b->__arrived == b->__count) {
		b->__arrived = 0;
		b->__round++;
		pthread_cond_broadcast(&b->__full);
		result = PTHREAD_BARRIER_SERIAL_THREAD;
	} else
		while (b->__round == round)
			pthread_cond_wait(&b->__full, &b->__guard);
	pthread_mutex_unlock(&b->__guard);
	pthread_setcancelstate(state, NULL);
	return result;
}

int pthread_barrierattr_init(pthread_barrierattr_t *attr)
{
	attr->__shared = PTHREAD_PROCESS_PRIVATE;
	return 0;
}

int pthread_barrierattr_destroy(pthread_barrierattr_t *attr)
{
	(void)attr;
	return 0;
}

int pthread_barrierattr_getpshared(const pthread_barrierattr_t *attr,
				   int *shared)
{
	*shared = attr->__shared;
	return 0;
}

int pthread_barrierattr_setpshared(pthread_barrierattr_t *attr, int shared)
{
	attr->__shared = shared;
	return 0;
}
