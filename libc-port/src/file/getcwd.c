/* SPDX-License-Identifier: MIT */
/* Path of the working directory, in memory of its own if none is given. */
#include <errno.h>
#include <faultline/calls.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *getcwd(char *buf, size_t size)
{
	char own[PATH_MAX];

	if (!buf) {
		*ARG1 = (unsigned)own;
		*ARG2 = size ? size : sizeof(own);
		if (size > sizeof(own))
			*ARG2 = sizeof(own);
		return fl_result(*CALL_GETCWD) < 0 ? NULL : strdup(own);
	}
	if (size == 0) {
		errno = EINVAL;
		return NULL;
	}
	*ARG1 = (unsigned)buf;
	*ARG2 = size;
	return fl_result(*CALL_GETCWD) < 0 ? NULL : buf;
}
