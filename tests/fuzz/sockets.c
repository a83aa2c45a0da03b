/* SPDX-License-Identifier: MIT */
/* Descriptors of sockets and terminals, names and messages for them. */
#define _GNU_SOURCE
#include "fuzz.h"
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PORT 5000

static struct sockaddr_un local = { AF_UNIX, "socket" };
static struct sockaddr_in inet = { .sin_family = AF_INET };

/* They have low numbers, which random calls take for descriptors. */
void sockets_init(void)
{
	int pair[2], fd;

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair);
	socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair);
	socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair);
	inet.sin_port = htons(PORT + getuid() % 8);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	bind(fd, (struct sockaddr *)&inet, sizeof(inet));
	listen(fd, 3);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	bind(fd, (struct sockaddr *)&inet, sizeof(inet));
	socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	fd = posix_openpt(O_RDWR | O_NONBLOCK);
	unlockpt(fd);
	open(ptsname(fd) ?: "", O_RDWR | O_NONBLOCK | O_NOCTTY);
}

static uint32_t random_message(void)
{
	static struct msghdr m;
	static struct iovec v[2];
	static struct {
		struct cmsghdr header;
		int fds[8];
	} control;
	unsigned n = random_below(9);

	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(n * sizeof(int));
	for (unsigned i = 0; i < n; i++)
		control.fds[i % 8] = random_below(24);
	v[0].iov_base = (void *)random_address();
	v[0].iov_len = random_below(5000);
	v[1].iov_base = v;
	v[1].iov_len = random_below(20);
	m.msg_name = random_below(2) ? &inet : NULL;
	m.msg_namelen = sizeof(inet);
	m.msg_iov = v;
	m.msg_iovlen = random_below(3);
	m.msg_control = random_below(4) ? &control : NULL;
	m.msg_controllen =
	    random_below(2) ? sizeof(control) : control.header.cmsg_len;
	return (uint32_t)&m;
}

uint32_t random_socket_argument(void)
{
	switch (random_below(4)) {
	case 0:
		inet.sin_port = htons(PORT + random_below(8));
		return (uint32_t)&inet;
	case 1:
		return (uint32_t)&local;
	default:
		return random_message();
	}
}
