/* SPDX-License-Identifier: MIT */
/*
 * Blocks and unblocks signals of this thread; fails with the error's
 * number.
 */
#include <faultline/calls.h>
#include <signal.h>

int pthread_sigmask(int how, const sigset_t *__restrict set,
		    sigset_t *__restrict old)
{
	*ARG1 = how;
	*ARG2 = (unsigned)set;
	*ARG3 = (unsigned)old;
	return fl_call(CALL_SIGPROCMASK) < 0 ? *ERRNO : 0;
}
