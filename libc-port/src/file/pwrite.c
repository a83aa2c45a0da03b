/* SPDX-License-Identifier: MIT */
/* Writes at an offset. */
#include <faultline/calls.h>
#include <unistd.h>

ssize_t pwrite(int fd, const void *buf, size_t count, off_t offset)
{
	*ARG1 = fd;
	*ARG2 = (unsigned)buf;
	*ARG3 = count;
	*ARG4 = offset;
	*ARG5 = offset >> 32;
	return fl_result(*CALL_PWRITE);
}
