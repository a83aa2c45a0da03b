/* SPDX-License-Identifier: MIT */
/* Compares bytes. */
#include "word.h"
#include <string.h>

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *p = a, *q = b;

	/* The processor reads words wherever they are. */
	for (; n >= 4; p += 4, q += 4, n -= 4)
		if (*(const word *)p != *(const word *)q)
			break;
	for (; n > 0; p++, q++, n--)
		if (*p != *q)
			return *p - *q;
	return 0;
}

int bcmp(const void *, const void *, size_t) __attribute__((alias("memcmp")));
