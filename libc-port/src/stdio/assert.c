/* SPDX-License-Identifier: MIT */
/* What assert() calls. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

extern char *__progname;

void __assert_func(const char *file, int line, const char *function,
		   const char *expression)
{
	fprintf(stderr, "%s: %s:%d: %s: Assertion `%s' failed.\n", __progname,
		file, line, function ? function : "?", expression);
	abort();
}

void __assert(const char *file, int line, const char *expression)
{
	__assert_func(file, line, NULL, expression);
}
