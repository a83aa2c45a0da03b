/* SPDX-License-Identifier: MIT */
/* Mounts a file system. */
#include <faultline/calls.h>
#include <sys/mount.h>

int mount(const char *source, const char *target, const char *type,
	  unsigned flags)
{
	*ARG1 = (unsigned)source;
	*ARG2 = (unsigned)target;
	*ARG3 = (unsigned)type;
	*ARG4 = flags;
	return fl_result(*CALL_MOUNT);
}
