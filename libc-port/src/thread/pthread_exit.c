/* SPDX-License-Identifier: MIT */
/* Ends this thread; the last one ends the process. */
#include "thread.h"
#include <signal.h>
#include <stdlib.h>

void __thread_end(void)
{
	*ARG1 = 0;
	for (;;)
		(void)fl_call(CALL_THREAD_EXIT);
}

void pthread_exit(void *result)
{
	struct __pthread *self = thread_self();
	struct _pthread_cleanup_context *c;
	sigset_t all;

	__sync_fetch_and_or(CANCEL, FL_CANCEL_DISABLED);
	while ((c = self->cleanup)) {
		self->cleanup = c->_previous;
		c->_routine(c->_arg);
	}
	__keys_end(self);
	__malloc_thread_end();
	self->result = result;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	__lock_enter(&__threads_lock);
	if (__thread_count == 1) {
		__lock_leave(&__threads_lock);
		exit(0);
	}
	__thread_count--;
	self->ending = 1;
	if (self->map && self->state == THREAD_DETACHED)
		__thread_leave_behind(self);
	__lock_leave(&__threads_lock);
	if (self->map)
		_reclaim_reent(self->reent);
	__thread_end();
	__builtin_unreachable();
}
