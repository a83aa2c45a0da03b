/* SPDX-License-Identifier: MIT */
/* Waits for any child and tells what it used. */
#include <sys/wait.h>

pid_t wait3(int *status, int options, struct rusage *usage)
{
	return wait4(-1, status, options, usage);
}
