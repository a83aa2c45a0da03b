/* SPDX-License-Identifier: MIT */
/* Says how memory will be used; fails with the error's number. */
#include <errno.h>
#include <sys/mman.h>

int posix_madvise(void *where, size_t length, int advice)
{
	int saved = errno, error = 0;

	if (advice == POSIX_MADV_DONTNEED)
		return 0;
	if (madvise(where, length, advice) < 0)
		error = errno;
	errno = saved;
	return error;
}
