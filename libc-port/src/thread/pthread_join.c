/* SPDX-License-Identifier: MIT */
/* Waits for a thread's end: the kernel clears its tid. */
#include "thread.h"
#include <errno.h>
#include <time.h>

static int check(pthread_t t)
{
	if (t == thread_self())
		return EDEADLK;
	if (t->state != THREAD_JOINABLE)
		return t->state == THREAD_DETACHED ? EINVAL : ESRCH;
	return 0;
}

static void finish(pthread_t t, void **result)
{
	if (result)
		*result = t->result;
	if (t->map) {
		__lock_enter(&__threads_lock);
		__thread_free(t);
		__lock_leave(&__threads_lock);
	}
}

int pthread_timedjoin_np(pthread_t t, void **result, const struct timespec *end)
{
	int tid, error = check(t);
	struct timespec rest;

	if (error)
		return error;
	pthread_testcancel();
	while ((tid = t->tid) != 0) {
		if (end && (error = __until(CLOCK_REALTIME, end, &rest)))
			return error;
		__futex_sleep(&t->tid, tid, end ? &rest : NULL);
		pthread_testcancel();
	}
	finish(t, result);
	return 0;
}

int pthread_join(pthread_t t, void **result)
{
	return pthread_timedjoin_np(t, result, NULL);
}

int pthread_tryjoin_np(pthread_t t, void **result)
{
	int error = check(t);

	if (error)
		return error;
	if (t->tid != 0)
		return EBUSY;
	finish(t, result);
	return 0;
}
