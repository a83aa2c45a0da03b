/* SPDX-License-Identifier: MIT */
/* Opens a file: the call as the forum wrote it. */
#include <errno.h>
#include <faultline/calls.h>
#include <fcntl.h>
#include <stdarg.h>

int open(const char *name, int flags, ...)
{
	va_list rest;
	int mode, fd;

	va_start(rest, flags);
	mode = flags & O_CREAT ? va_arg(rest, int) : 0;
	va_end(rest);

	*ARG1 = (unsigned)name;
	*ARG2 = flags;
	*ARG3 = mode;
	fd = *CALL_OPEN;
	if (fd < 0)
		errno = *ERRNO;
	return fd;
}
