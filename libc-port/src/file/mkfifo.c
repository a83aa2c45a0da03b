/* SPDX-License-Identifier: MIT */
/* Makes a FIFO. */
#include <fcntl.h>
#include <sys/stat.h>

int mkfifo(const char *path, mode_t mode)
{
	return mknodat(AT_FDCWD, path, mode | S_IFIFO, 0);
}
