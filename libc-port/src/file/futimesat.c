/* SPDX-License-Identifier: MIT */
/* Sets a file's times, relative to an open directory. */
#include <sys/time.h>

int __utimes_at(int, const char *, const struct timeval *, int);

int futimesat(int dirfd, const char *path, const struct timeval times[2])
{
	return __utimes_at(dirfd, path, times, 0);
}
