/* SPDX-License-Identifier: MIT */
/* Replaces the program by an open file. */
#include <faultline/calls.h>
#include <unistd.h>

int fexecve(int fd, char *const argv[], char *const envp[])
{
	*ARG1 = fd;
	*ARG2 = (unsigned)argv;
	*ARG3 = (unsigned)envp;
	return fl_result(*CALL_FEXECVE);
}
