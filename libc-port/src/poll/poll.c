/* SPDX-License-Identifier: MIT */
/* Waits for events on descriptors. */
#include <poll.h>
#include <stddef.h>

int poll(struct pollfd *fds, nfds_t count, int timeout)
{
	struct timespec t;

	t.tv_sec = timeout / 1000;
	t.tv_nsec = timeout % 1000 * 1000000l;
	return ppoll(fds, count, timeout < 0 ? NULL : &t, NULL);
}
