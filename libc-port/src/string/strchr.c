/* SPDX-License-Identifier: MIT */
/* The first place of a character in a string; the NUL counts. */
#include "word.h"
#include <string.h>

char *strchrnul(const char *s, int value)
{
	const unsigned char *p = (const void *)s, c = value;
	word all = ONES * c;

	for (; !ALIGNED(p); p++)
		if (*p == c || !*p)
			return (char *)p;
	for (;; p += 4) {
		word w = *(const word *)p;

		if (HAS_ZERO(w) || HAS_ZERO(w ^ all))
			break;
	}
	while (*p != c && *p)
		p++;
	return (char *)p;
}

char *strchr(const char *s, int value)
{
	char *p = strchrnul(s, value);

	return *p == (char)value ? p : NULL;
}

char *index(const char *, int) __attribute__((alias("strchr")));
