/* SPDX-License-Identifier: MIT */
/* A directory from its descriptor. */
#include "dir.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

DIR *fdopendir(int fd)
{
	struct stat st;
	DIR *dir;

	if (fstat(fd, &st) < 0)
		return NULL;
	if (!S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return NULL;
	}
	dir = malloc(sizeof(*dir));
	if (!dir)
		return NULL;
	dir->fd = fd;
	dir->at = dir->end = 0;
	dir->position = lseek(fd, 0, SEEK_CUR);
	__lock_init(dir->lock);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return dir;
}
