/* SPDX-License-Identifier: MIT */
/* What is known of a file system. */
#include <faultline/calls.h>
#include <stddef.h>
#include <sys/statvfs.h>

_Static_assert(offsetof(struct statvfs, f_type) == sizeof(struct fl_statvfs),
	       "the kernel writes a struct statvfs");

int statvfs(const char *__restrict path, struct statvfs *__restrict buf)
{
	*ARG1 = (unsigned)path;
	*ARG2 = (unsigned)buf;
	if (fl_result(*CALL_STATVFS) < 0)
		return -1;
	buf->f_type = TMPFS_MAGIC;
	return 0;
}
