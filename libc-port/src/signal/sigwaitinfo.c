/* SPDX-License-Identifier: MIT */
/* Takes a pending signal, or waits for one. */
#include <signal.h>

int sigwaitinfo(const sigset_t *__restrict set, siginfo_t *__restrict info)
{
	return sigtimedwait(set, info, NULL);
}
