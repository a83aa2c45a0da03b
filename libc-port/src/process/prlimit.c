/* SPDX-License-Identifier: MIT */
/* Reads and changes a resource limit of this process. */
#include <errno.h>
#include <faultline/calls.h>
#include <sys/resource.h>
#include <unistd.h>

int prlimit(pid_t pid, int resource, const struct rlimit *new,
	    struct rlimit *old)
{
	if (pid != 0 && pid != getpid()) {
		errno = ESRCH;
		return -1;
	}
	*ARG1 = resource;
	*ARG2 = (unsigned)new;
	*ARG3 = (unsigned)old;
	return fl_result(*CALL_PRLIMIT);
}
