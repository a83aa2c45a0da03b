/* SPDX-License-Identifier: MIT */
/* Sets the times of a file or a symbolic link itself. */
#include <fcntl.h>
#include <sys/time.h>

int __utimes_at(int, const char *, const struct timeval *, int);

int lutimes(const char *path, const struct timeval *times)
{
	return __utimes_at(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW);
}
