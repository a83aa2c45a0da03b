/* SPDX-License-Identifier: MIT */
/* Replaces the program; the environment stays. */
#include <unistd.h>

int execv(const char *path, char *const argv[])
{
	return execve(path, argv, environ);
}
