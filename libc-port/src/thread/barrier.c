/* SPDX-License-Identifier: MIT */
/* Barriers: the last one to come lets all go on. */
#include "thread.h"
#include <errno.h>

int pthread_barrier_init(pthread_barrier_t *__restrict b,
			 const pthread_barrierattr_t *__restrict attr,
			 unsigned count)
{
	(void)attr; /* all of them can be shared */
	if (count == 0 || count > 0x7fffffff)
		return EINVAL;
	*b = (pthread_barrier_t){ .__count = (int)count };
	return 0;
}

/* Those who were let go may still be on their way out. */
int pthread_barrier_destroy(pthread_barrier_t *b)
{
	int arrived;

	word_lock(&b->__guard);
	arrived = b->__arrived;
	word_unlock(&b->__guard);
	if (arrived)
		return EBUSY;
	wait_until_empty(&b->__inside);
	return 0;
}

int pthread_barrier_wait(pthread_barrier_t *b)
{
	int round, result = 0;

	__sync_fetch_and_add(&b->__inside, 1);
	word_lock(&b->__guard);
	round = b->__round;
	if (++b->__arrived == b->__count) {
		b->__arrived = 0;
		b->__round++;
		result = PTHREAD_BARRIER_SERIAL_THREAD;
		if (b->__count > 1)
			__futex_wake(&b->__round, 0x7fffffff);
	}
	word_unlock(&b->__guard);
	while (b->__round == round)
		__futex_wait(&b->__round, round, NULL);
	leave(&b->__inside);
	return result;
}

int pthread_barrierattr_init(pthread_barrierattr_t *attr)
{
	attr->__shared = PTHREAD_PROCESS_PRIVATE;
	return 0;
}

int pthread_barrierattr_destroy(pthread_barrierattr_t *attr)
{
	attr->__shared = -1;
	return 0;
}

int pthread_barrierattr_getpshared(const pthread_barrierattr_t *__restrict attr,
				   int *__restrict shared)
{
	*shared = attr->__shared;
	return 0;
}

int pthread_barrierattr_setpshared(pthread_barrierattr_t *attr, int shared)
{
	if (shared != PTHREAD_PROCESS_PRIVATE &&
	    shared != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	attr->__shared = shared;
	return 0;
}
