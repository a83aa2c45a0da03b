/* SPDX-License-Identifier: MIT */
/* Waits for events on descriptors, under another signal mask. */
#include <faultline/calls.h>
#include <poll.h>

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
	  const sigset_t *mask)
{
	*ARG1 = (unsigned)fds;
	*ARG2 = count;
	*ARG3 = (unsigned)timeout;
	*ARG4 = (unsigned)mask;
	return fl_result(*CALL_POLL);
}
