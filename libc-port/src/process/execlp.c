/* SPDX-License-Identifier: MIT */
/*
 * Replaces the program by one found on PATH; the arguments are the
 * function's.
 */
#include <stdarg.h>
#include <unistd.h>

int execlp(const char *file, const char *first, ...)
{
	va_list rest;
	int argc, i;

	va_start(rest, first);
	for (argc = 1; va_arg(rest, char *); argc++)
		;
	va_end(rest);
	{
		char *argv[argc + 1];

		va_start(rest, first);
		argv[0] = (char *)first;
		for (i = 1; i <= argc; i++)
			argv[i] = va_arg(rest, char *);
		va_end(rest);
		return execvp(file, argv);
	}
}
