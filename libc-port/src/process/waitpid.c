/* SPDX-License-Identifier: MIT */
/* Waits for a child. */
#include <sys/wait.h>

pid_t waitpid(pid_t pid, int *status, int options)
{
	return wait4(pid, status, options, NULL);
}
