/* SPDX-License-Identifier: MIT */
/* Replaces the program. */
#include <faultline/calls.h>
#include <unistd.h>

int execve(const char *path, char *const argv[], char *const envp[])
{
	*ARG1 = (unsigned)path;
	*ARG2 = (unsigned)argv;
	*ARG3 = (unsigned)envp;
	return fl_result(*CALL_EXECVE);
}
