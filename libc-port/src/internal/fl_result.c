/* SPDX-License-Identifier: MIT */
/* The one place where a failed call becomes errno. */
#include <errno.h>
#include <faultline/calls.h>

int fl_result(int result)
{
	if (result == -1)
		errno = *ERRNO;
	return result;
}
