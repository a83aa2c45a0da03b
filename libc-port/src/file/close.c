/* SPDX-License-Identifier: MIT */
/* Gives a descriptor back, after asynchronous I/O on it. */
#include "../internal/libc.h"
#include <unistd.h>

void (*__aio_before_close)(int fd);

int close(int fd)
{
	if (__aio_before_close)
		__aio_before_close(fd);
	*ARG1 = fd;
	return fl_result(*CALL_CLOSE);
}
