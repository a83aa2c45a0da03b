/* SPDX-License-Identifier: MIT */
/* Results of calls in words: what was called, and what it said. */
#ifndef SAY_H
#define SAY_H

#include "errors.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A failure is -1, and says why; anything else is printed as it is. */
static inline void say(const char *call, long long result)
{
	int error = errno;

	printf("%s: %lld", call, result);
	if (result == -1)
		printf(" %s", error_name(error));
	putchar('\n');
}

/* Of a call that returns a pointer: whether it did. */
static inline void say_pointer(const char *call, const void *result)
{
	int error = errno;

	printf("%s: %s\n", call, result ? "there" : error_name(error));
}

/* Bytes as text: what is not printable in octal. */
static inline void say_bytes(const char *what, const void *from, size_t n)
{
	const unsigned char *p = from;

	printf("%s: \"", what);
	for (; n > 0; n--, p++) {
		if (*p >= ' ' && *p < 0x7f)
			putchar(*p);
		else
			printf("\\%03o", *p);
	}
	puts("\"");
}

/* The beginning of what a file holds. */
static inline void say_file(const char *what, const char *path)
{
	char bytes[4096];
	int fd = open(path, O_RDONLY);
	ssize_t n = read(fd, bytes, sizeof(bytes));

	close(fd);
	say_bytes(what, bytes, n < 0 ? 0 : n);
}

#define SAY(call)	  (errno = 0, say(#call, (call)))
#define SAY_POINTER(call) (errno = 0, say_pointer(#call, (call)))

#endif
