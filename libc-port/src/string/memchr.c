/* SPDX-License-Identifier: MIT */
/* The first of some bytes that has a value. */
#include "word.h"
#include <string.h>

void *memchr(const void *s, int value, size_t n)
{
	const unsigned char *p = s, c = value;
	word all = ONES * c;

	for (; n > 0 && !ALIGNED(p); p++, n--)
		if (*p == c)
			return (void *)p;
	for (; n >= 4; p += 4, n -= 4)
		if (HAS_ZERO(*(const word *)p ^ all))
			break;
	for (; n > 0; p++, n--)
		if (*p == c)
			return (void *)p;
	return NULL;
}
