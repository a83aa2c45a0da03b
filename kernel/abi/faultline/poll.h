/* SPDX-License-Identifier: MIT */
/* poll() events and select() sets (POSIX <poll.h>, <sys/select.h>). */
#ifndef FAULTLINE_POLL_H
#define FAULTLINE_POLL_H

#define POLLIN     0x0001
#define POLLPRI    0x0002
#define POLLOUT    0x0004
#define POLLERR    0x0008
#define POLLHUP    0x0010
#define POLLNVAL   0x0020
#define POLLRDNORM 0x0040
#define POLLRDBAND 0x0080
#define POLLWRNORM 0x0100
#define POLLWRBAND 0x0200

struct pollfd {
	int fd;
	short events;
	short revents;
};

/* An fd_set is an array of 32-bit words; bit fd % 32 of word fd / 32. */
#define FL_FD_SETSIZE 1024

#endif
