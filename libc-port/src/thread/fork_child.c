/* SPDX-License-Identifier: MIT */
/* The child of fork() has one thread, the one that forked. */
#include "thread.h"

void __fork_child(void)
{
	struct __pthread *self = thread_self();

	self->tid = *TID;
	self->robust_known = 0;
	self->robust.first = self->robust.pending = 0;
	__sync_fetch_and_and(CANCEL, ~FL_CANCEL_PENDING);
	__threads = NULL;
	__thread_forget();
	if (self->map)
		__thread_add(self);
	__thread_count = 1;
	__threaded = 0;
	__lock_init(__threads_lock);
}
