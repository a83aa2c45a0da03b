/* SPDX-License-Identifier: MIT */
/* Sends a signal with a value. */
#include <faultline/calls.h>
#include <signal.h>

int sigqueue(pid_t pid, int sig, union sigval value)
{
	*ARG1 = pid;
	*ARG2 = sig;
	*ARG3 = value.sival_int;
	return fl_result(*CALL_SIGQUEUE);
}
