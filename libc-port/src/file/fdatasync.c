/* SPDX-License-Identifier: MIT */
/* Writes an open file's data to the device. */
#include <unistd.h>

int fdatasync(int fd)
{
	return fsync(fd);
}
