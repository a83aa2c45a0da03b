/* SPDX-License-Identifier: MIT */
#include <sys/socket.h>

int accept4(int, struct sockaddr *, socklen_t *, int);

int accept(int fd, struct sockaddr *name, socklen_t *length)
{
	return accept4(fd, name, length, 0);
}
