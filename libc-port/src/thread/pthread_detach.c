/* SPDX-License-Identifier: MIT */
/* Nobody will join this thread. */
#include "thread.h"
#include <errno.h>

int pthread_detach(pthread_t t)
{
	int error = 0;

	__lock_enter(&__threads_lock);
	if (t->state != THREAD_JOINABLE)
		error = t->state == THREAD_DETACHED ? EINVAL : ESRCH;
	else {
		t->state = THREAD_DETACHED;
		if (t->map && t->ending)
			__thread_leave_behind(t);
	}
	__lock_leave(&__threads_lock);
	return error;
}
