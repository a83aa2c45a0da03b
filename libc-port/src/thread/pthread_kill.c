/* SPDX-License-Identifier: MIT */
/* Sends a signal to a thread; fails with the error's number. */
#include "thread.h"
#include <errno.h>
#include <signal.h>

int pthread_kill(pthread_t t, int sig)
{
	int tid = t == thread_self() ? *TID : t->tid;

	if ((unsigned)sig >= NSIG)
		return EINVAL;
	if (tid == 0) /* it has ended, and may be unknown by now */
		return t->state == THREAD_ENDED ? ESRCH : 0;
	*ARG1 = FACTS->pid;
	*ARG2 = tid;
	*ARG3 = sig;
	return fl_call(CALL_TGKILL) < 0 ? *ERRNO : 0;
}
