/* SPDX-License-Identifier: MIT */
/* Device control. */
#include <faultline/calls.h>
#include <stdarg.h>
#include <sys/ioctl.h>

int ioctl(int fd, unsigned long request, ...)
{
	va_list rest;

	*ARG1 = fd;
	*ARG2 = request;
	va_start(rest, request);
	*ARG3 = va_arg(rest, unsigned);
	va_end(rest);
	return fl_result(*CALL_IOCTL);
}
