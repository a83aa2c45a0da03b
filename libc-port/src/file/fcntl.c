/* SPDX-License-Identifier: MIT */
/* Descriptor and file flags, record locks. */
#include <faultline/calls.h>
#include <fcntl.h>
#include <stdarg.h>

int fcntl(int fd, int command, ...)
{
	va_list rest;

	*ARG1 = fd;
	*ARG2 = command;
	va_start(rest, command);
	*ARG3 = va_arg(rest, unsigned);
	va_end(rest);
	return fl_result(*CALL_FCNTL);
}
