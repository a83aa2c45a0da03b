/* SPDX-License-Identifier: MIT */
/* What is known of a file system. */
#include <faultline/calls.h>
#include <sys/statvfs.h>

_Static_assert(sizeof(struct statvfs) == sizeof(struct fl_statvfs),
    "the kernel writes a struct statvfs");

int statvfs(const char *__restrict path, struct statvfs *__restrict buf)
{
	*ARG1 = (unsigned)path;
	*ARG2 = (unsigned)buf;
	return fl_result(*CALL_STATVFS);
}
