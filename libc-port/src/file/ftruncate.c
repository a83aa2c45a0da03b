/* SPDX-License-Identifier: MIT */
/* Sets an open file's length. */
#include <faultline/calls.h>
#include <unistd.h>

int ftruncate(int fd, off_t length)
{
	*ARG1 = fd;
	*ARG2 = length;
	*ARG3 = length >> 32;
	return fl_result(*CALL_FTRUNCATE);
}
