/* SPDX-License-Identifier: MIT */
/*
 * Replaces the program; the arguments are the function's, the last is the
 * environment.
 */
#include <stdarg.h>
#include <unistd.h>

int execle(const char *path, const char *first, ...)
{
	va_list rest;
	int argc, i;

	va_start(rest, first);
	for (argc = 1; va_arg(rest, char *); argc++)
		;
	va_end(rest);
	{
		char *argv[argc + 1];
		char **envp;

		va_start(rest, first);
		argv[0] = (char *)first;
		for (i = 1; i <= argc; i++)
			argv[i] = va_arg(rest, char *);
		envp = va_arg(rest, char **);
		va_end(rest);
		return execve(path, argv, envp);
	}
}
