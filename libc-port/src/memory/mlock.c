/* SPDX-License-Identifier: MIT */
/* Keeps memory present. */
#include <errno.h>
#include <faultline/calls.h>
#include <sys/mman.h>

static int lock(const void *where, size_t length, int on)
{
	*ARG1 = (unsigned)where;
	*ARG2 = length;
	*ARG3 = on;
	return fl_result(*CALL_MLOCK);
}

int mlock(const void *where, size_t length)
{
	return lock(where, length, 1);
}

int munlock(const void *where, size_t length)
{
	return lock(where, length, 0);
}

int mlockall(int flags)
{
	if (flags == 0) {
		errno = EINVAL;
		return -1;
	}
	*ARG1 = flags;
	return fl_result(*CALL_MLOCKALL);
}

int munlockall(void)
{
	*ARG1 = 0;
	return fl_result(*CALL_MLOCKALL);
}
