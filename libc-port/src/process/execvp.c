/* SPDX-License-Identifier: MIT */
/* Replaces the program by one found on PATH. */
#include <unistd.h>

int execvpe(const char *, char *const[], char *const[]);

int execvp(const char *file, char *const argv[])
{
	return execvpe(file, argv, environ);
}
