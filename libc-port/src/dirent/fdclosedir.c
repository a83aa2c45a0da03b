/* SPDX-License-Identifier: MIT */
/* Closes a directory but not its descriptor, which it returns. */
#include "dir.h"
#include <stdlib.h>

int fdclosedir(DIR *dir)
{
	int fd = dir->fd;

	free(dir);
	return fd;
}
