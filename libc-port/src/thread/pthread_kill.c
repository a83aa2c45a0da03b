/* SPDX-License-Identifier: MIT */
/* Sends a signal to a thread; fails with the error's number. */
#include "thread.h"
#include <errno.h>
#include <signal.h>

int pthread_kill(pthread_t t, int sig)
{
	int tid = t == thread_self() ? *TID : t->tid;

	if (tid == 0)
		return (unsigned)sig < NSIG ? 0 : EINVAL;
	*ARG1 = FACTS->pid;
	*ARG2 = tid;
	*ARG3 = sig;
	return fl_call(CALL_TGKILL) < 0 ? *ERRNO : 0;
}
