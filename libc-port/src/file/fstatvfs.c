/* SPDX-License-Identifier: MIT */
/* What is known of an open file's file system. */
#include <faultline/calls.h>
#include <sys/statvfs.h>

int fstatvfs(int fd, struct statvfs *buf)
{
	*ARG1 = fd;
	*ARG2 = (unsigned)buf;
	if (fl_result(*CALL_FSTATVFS) < 0)
		return -1;
	buf->f_type = TMPFS_MAGIC;
	return 0;
}
