/* SPDX-License-Identifier: MIT */
/* Says whether a signal's handler interrupts calls. */
#include <signal.h>

extern sigset_t __interrupting;

int siginterrupt(int sig, int flag)
{
	struct sigaction action;

	if (sigaction(sig, NULL, &action) < 0)
		return -1;
	if (flag) {
		sigaddset(&__interrupting, sig);
		action.sa_flags &= ~SA_RESTART;
	} else {
		sigdelset(&__interrupting, sig);
		action.sa_flags |= SA_RESTART;
	}
	return sigaction(sig, &action, NULL);
}
