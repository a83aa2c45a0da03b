/* SPDX-License-Identifier: MIT */
/*
 * The next entry of a directory; it lies in the directory's buffer until
 * the one after it is read.
 */
#include "dir.h"
#include <stddef.h>

_Static_assert(offsetof(struct dirent, d_name) ==
		   offsetof(struct fl_dirent, d_name),
	       "the kernel writes a struct dirent");

struct dirent *readdir(DIR *dir)
{
	struct dirent *entry;

	if (dir->at >= dir->end) {
		dir->at = 0;
		dir->end = getdents(dir->fd, dir->buf, sizeof(dir->buf));
		if (dir->end <= 0) {
			dir->end = 0;
			return NULL;
		}
	}
	entry = (void *)(dir->buf + dir->at);
	dir->at += entry->d_reclen;
	dir->position = entry->d_off;
	return entry;
}
