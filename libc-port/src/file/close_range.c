/* SPDX-License-Identifier: MIT */
/* Closes all descriptors between two numbers. */
#include <errno.h>
#include <limits.h>
#include <unistd.h>

int close_range(unsigned first, unsigned last, int flags)
{
	if (flags != 0 || first > last) {
		errno = EINVAL;
		return -1;
	}
	for (; first <= last && first < OPEN_MAX; first++)
		close(first);
	return 0;
}
