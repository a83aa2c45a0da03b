/* SPDX-License-Identifier: MIT */
/* Waits until one of some requests is done. */
#include "aio.h"
#include <errno.h>
#include <time.h>

static int any_done(const struct aiocb *const list[], int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (list[i] && list[i]->__error != EINPROGRESS)
			return 1;
	return 0;
}

static int fail(int error)
{
	errno = error;
	return -1;
}

int aio_suspend(const struct aiocb *const list[], int n,
		const struct timespec *timeout)
{
	struct timespec end, rest;
	int done, error;

	pthread_testcancel();
	if (n < 0 || (timeout &&
		      (timeout->tv_nsec < 0 || timeout->tv_nsec >= 1000000000)))
		return fail(EINVAL);
	if (timeout) {
		clock_gettime(CLOCK_MONOTONIC, &end);
		end.tv_sec += timeout->tv_sec;
		end.tv_nsec += timeout->tv_nsec;
		if (end.tv_nsec >= 1000000000) {
			end.tv_nsec -= 1000000000;
			end.tv_sec++;
		}
	}
	for (;;) {
		done = __aio_done;
		if (any_done(list, n))
			return 0;
		if (timeout && __until(CLOCK_MONOTONIC, &end, &rest))
			return fail(EAGAIN);
		error = 0;
		if (__futex_sleep(&__aio_done, done, timeout ? &rest : NULL) <
		    0)
			error = __call_error();
		if (error == EINTR)
			return fail(EINTR);
	}
}
