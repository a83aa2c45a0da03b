/* SPDX-License-Identifier: MIT */
/* Opens a directory. */
#include "dir.h"
#include <fcntl.h>
#include <unistd.h>

DIR *opendir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir;

	if (fd < 0)
		return NULL;
	dir = fdopendir(fd);
	if (!dir)
		close(fd);
	return dir;
}
