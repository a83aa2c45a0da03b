/* SPDX-License-Identifier: MIT */
/* Unmounts a file system. */
#include <faultline/calls.h>
#include <sys/mount.h>

int umount(const char *target)
{
	*ARG1 = (unsigned)target;
	return fl_result(*CALL_UMOUNT);
}
