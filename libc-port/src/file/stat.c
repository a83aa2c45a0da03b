/* SPDX-License-Identifier: MIT */
/* What is known of a file; symbolic links are followed. */
#include <fcntl.h>
#include <stddef.h>
#include <sys/stat.h>

#define SAME(field) \
	(offsetof(struct stat, field) == offsetof(struct fl_stat, field))

_Static_assert(sizeof(struct stat) == sizeof(struct fl_stat) && SAME(st_ino) &&
		   SAME(st_mode) && SAME(st_rdev) && SAME(st_size) &&
		   SAME(st_blksize) && SAME(st_blocks) && SAME(st_atim) &&
		   SAME(st_ctim),
	       "the kernel writes a struct stat");

int stat(const char *__restrict path, struct stat *__restrict buf)
{
	return fstatat(AT_FDCWD, path, buf, 0);
}
