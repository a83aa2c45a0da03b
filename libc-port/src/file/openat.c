/* SPDX-License-Identifier: MIT */
/* Opens a file, relative to an open directory. */
#include <faultline/calls.h>
#include <fcntl.h>
#include <stdarg.h>

int openat(int dirfd, const char *name, int flags, ...)
{
	va_list rest;
	int mode;

	va_start(rest, flags);
	mode = flags & O_CREAT ? va_arg(rest, int) : 0;
	va_end(rest);

	*ARG1 = dirfd;
	*ARG2 = (unsigned)name;
	*ARG3 = flags;
	*ARG4 = mode;
	return fl_result(*CALL_OPENAT);
}
