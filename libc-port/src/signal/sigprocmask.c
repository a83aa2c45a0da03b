/* SPDX-License-Identifier: MIT */
/* Blocks and unblocks signals of this thread. */
#include <faultline/calls.h>
#include <signal.h>

int sigprocmask(int how, const sigset_t *__restrict set,
		sigset_t *__restrict old)
{
	*ARG1 = how;
	*ARG2 = (unsigned)set;
	*ARG3 = (unsigned)old;
	return fl_result(*CALL_SIGPROCMASK);
}
