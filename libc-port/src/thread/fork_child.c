/* SPDX-License-Identifier: MIT */
/* The child of fork() has one thread, the one that forked. */
#include "thread.h"

void __fork_child(void)
{
	thread_self()->tid = *TID;
	__threads = NULL;
	__thread_count = 1;
	__threaded = 0;
	__lock_init(__threads_lock);
}
