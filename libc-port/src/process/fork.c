/* SPDX-License-Identifier: MIT */
/* Copies the process; the child has this thread only. */
#include "../internal/libc.h"
#include <malloc.h>
#include <unistd.h>

pid_t fork(void)
{
	int pid;

	__atfork_run(0);
	__malloc_lock(_REENT);
	pid = fl_call(CALL_FORK);
	if (pid == 0)
		__fork_child();
	__malloc_unlock(_REENT);
	__atfork_run(pid == 0 ? 2 : 1);
	return fl_result(pid);
}
