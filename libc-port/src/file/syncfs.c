/* SPDX-License-Identifier: MIT */
/* Writes a file system to its device. */
#include <unistd.h>

int syncfs(int fd)
{
	return fsync(fd);
}
