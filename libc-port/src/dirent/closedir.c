/* SPDX-License-Identifier: MIT */
/* Closes a directory. */
#include "dir.h"
#include <stdlib.h>
#include <unistd.h>

int closedir(DIR *dir)
{
	int fd = dir->fd;

	free(dir);
	return close(fd);
}
