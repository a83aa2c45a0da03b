/* SPDX-License-Identifier: MIT */
/* Functions to run if a thread ends here. */
#include "thread.h"

void _pthread_cleanup_push(struct _pthread_cleanup_context *c,
			   void (*routine)(void *), void *arg)
{
	struct __pthread *self = thread_self();

	c->_routine = routine;
	c->_arg = arg;
	c->_previous = self->cleanup;
	self->cleanup = c;
}

void _pthread_cleanup_pop(struct _pthread_cleanup_context *c, int execute)
{
	thread_self()->cleanup = c->_previous;
	if (execute)
		c->_routine(c->_arg);
}
