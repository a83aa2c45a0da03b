/* SPDX-License-Identifier: MIT */
/* Reads at an offset. */
#include <faultline/calls.h>
#include <unistd.h>

ssize_t pread(int fd, void *buf, size_t count, off_t offset)
{
	*ARG1 = fd;
	*ARG2 = (unsigned)buf;
	*ARG3 = count;
	*ARG4 = offset;
	*ARG5 = offset >> 32;
	return fl_result(*CALL_PREAD);
}
