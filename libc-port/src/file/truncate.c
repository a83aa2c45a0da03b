/* SPDX-License-Identifier: MIT */
/* Sets a file's length. */
#include <faultline/calls.h>
#include <unistd.h>

int truncate(const char *path, off_t length)
{
	*ARG1 = (unsigned)path;
	*ARG2 = length;
	*ARG3 = length >> 32;
	return fl_result(*CALL_TRUNCATE);
}
