/* SPDX-License-Identifier: MIT */
/* To and from whom a socket is connected to. */
#include <sys/socket.h>

ssize_t send(int fd, const void *data, size_t size, int flags)
{
	return sendto(fd, data, size, flags, NULL, 0);
}

ssize_t recv(int fd, void *data, size_t size, int flags)
{
	return recvfrom(fd, data, size, flags, NULL, NULL);
}
