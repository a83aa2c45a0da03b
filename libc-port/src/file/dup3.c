/* SPDX-License-Identifier: MIT */
/* Like dup2() with O_CLOEXEC, but the numbers must differ. */
#include <errno.h>
#include <faultline/calls.h>
#include <unistd.h>

int dup3(int fd, int to, int flags)
{
	if (fd == to) {
		errno = EINVAL;
		return -1;
	}
	*ARG1 = fd;
	*ARG2 = to;
	*ARG3 = flags;
	return fl_result(*CALL_DUP3);
}
