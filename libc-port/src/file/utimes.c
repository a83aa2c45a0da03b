/* SPDX-License-Identifier: MIT */
/* Sets a file's times in microseconds. */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>

int __utimes_at(int dirfd, const char *path, const struct timeval *tv,
		int flags)
{
	struct timespec ts[2];
	int i;

	if (!tv)
		return utimensat(dirfd, path, NULL, flags);
	for (i = 0; i < 2; i++) {
		ts[i].tv_sec = tv[i].tv_sec;
		ts[i].tv_nsec = tv[i].tv_usec * 1000;
	}
	return utimensat(dirfd, path, ts, flags);
}

int utimes(const char *path, const struct timeval *times)
{
	return __utimes_at(AT_FDCWD, path, times, 0);
}
