/* SPDX-License-Identifier: MIT */
/* Waits for events on sets of descriptors, under another signal mask. */
#include <faultline/calls.h>
#include <sys/select.h>

int pselect(int count, fd_set *__restrict rd, fd_set *__restrict wr,
	    fd_set *__restrict ex, const struct timespec *__restrict timeout,
	    const sigset_t *__restrict mask)
{
	*ARG1 = count;
	*ARG2 = (unsigned)rd;
	*ARG3 = (unsigned)wr;
	*ARG4 = (unsigned)ex;
	*ARG5 = (unsigned)timeout;
	*ARG6 = (unsigned)mask;
	return fl_result(*CALL_SELECT);
}
