/* SPDX-License-Identifier: MIT */
/* Waits for a thread's end: the kernel clears its tid. */
#include "thread.h"
#include <errno.h>

int pthread_join(pthread_t t, void **result)
{
	int tid;

	if (t == thread_self())
		return EDEADLK;
	if (t->state != THREAD_JOINABLE)
		return EINVAL;
	while ((tid = t->tid) != 0) {
		pthread_testcancel();
		__futex_wait(&t->tid, tid, NULL);
	}
	if (result)
		*result = t->result;
	if (t->map) {
		__lock_enter(&__threads_lock);
		__thread_free(t);
		__lock_leave(&__threads_lock);
	}
	return 0;
}
