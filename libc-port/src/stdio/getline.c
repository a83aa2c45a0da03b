/* SPDX-License-Identifier: MIT */
/* Reads a line into memory that grows. */
#include <stdio.h>

ssize_t getline(char **restrict line, size_t *restrict size,
		FILE *restrict stream)
{
	return getdelim(line, size, '\n', stream);
}

ssize_t __getline(char **, size_t *, FILE *) __attribute__((alias("getline")));
