/* SPDX-License-Identifier: MIT */
/* Sends a signal to this thread. */
#include <faultline/calls.h>
#include <signal.h>

int raise(int sig)
{
	*ARG1 = FACTS->pid;
	*ARG2 = *TID;
	*ARG3 = sig;
	return fl_result(*CALL_TGKILL);
}
