/* SPDX-License-Identifier: MIT */
/* Makes a FIFO, relative to an open directory. */
#include <fcntl.h>
#include <sys/stat.h>

int mkfifoat(int dirfd, const char *path, mode_t mode)
{
	return mknodat(dirfd, path, mode | S_IFIFO, 0);
}
