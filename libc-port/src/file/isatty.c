/* SPDX-License-Identifier: MIT */
/* Is it a terminal? */
#include <faultline/calls.h>
#include <unistd.h>

int isatty(int fd)
{
	*ARG1 = fd;
	return fl_result(*CALL_ISATTY) == 1;
}
