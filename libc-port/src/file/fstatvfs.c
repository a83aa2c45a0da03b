/* SPDX-License-Identifier: MIT */
/* What is known of an open file's file system. */
#include <faultline/calls.h>
#include <sys/statvfs.h>

int fstatvfs(int fd, struct statvfs *buf)
{
	*ARG1 = fd;
	*ARG2 = (unsigned)buf;
	return fl_result(*CALL_FSTATVFS);
}
