/* SPDX-License-Identifier: MIT */
/* Another descriptor under a number of one's choice. */
#include <faultline/calls.h>
#include <unistd.h>

int dup2(int fd, int to)
{
	*ARG1 = fd;
	*ARG2 = to;
	*ARG3 = 0;
	return fl_result(*CALL_DUP3);
}
