/* SPDX-License-Identifier: MIT */
/* Takes a pending signal, or waits for one for some time. */
#include <faultline/calls.h>
#include <signal.h>

int sigtimedwait(const sigset_t *__restrict set, siginfo_t *__restrict info,
		 const struct timespec *__restrict timeout)
{
	*ARG1 = (unsigned)set;
	*ARG2 = (unsigned)info;
	*ARG3 = (unsigned)timeout;
	return fl_result(*CALL_SIGTIMEDWAIT);
}
