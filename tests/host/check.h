/* SPDX-License-Identifier: MIT */
/* Test Anything Protocol for tests of kernel code on the host. */
#ifndef TESTS_HOST_CHECK_H
#define TESTS_HOST_CHECK_H

#include <stdio.h>

static int check_count, check_failed;

#define CHECK(condition)                                               \
	do {                                                           \
		check_count++;                                         \
		if (!(condition)) {                                    \
			check_failed++;                                \
			printf("not ok %d - %s:%d: %s\n", check_count, \
			       __FILE__, __LINE__, #condition);        \
		}                                                      \
	} while (0)

/* One line for all that went well; the exit status. */
static int check_done(const char *what)
{
	if (!check_failed)
		printf("ok 1 - %s: %d checks\n1..1\n", what, check_count);
	else
		printf("1..%d\n", check_count);
	return check_failed != 0;
}

#endif
