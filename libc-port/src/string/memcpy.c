/* SPDX-License-Identifier: MIT */
/*
 * Copies bytes: few of them by overlapping words, many by the processor's
 * own loop.
 */
#include "word.h"
#include <string.h>

#define LOAD(p)	    (*(const word *)(p))
#define STORE(p, w) (*(word *)(p) = (w))

static inline void copy_few(char *to, const char *from, size_t n)
{
	if (n >= 8) {
		word a = LOAD(from), b = LOAD(from + 4);
		word c = LOAD(from + n - 8), d = LOAD(from + n - 4);

		STORE(to, a);
		STORE(to + 4, b);
		STORE(to + n - 8, c);
		STORE(to + n - 4, d);
	} else if (n >= 4) {
		word a = LOAD(from), b = LOAD(from + n - 4);

		STORE(to, a);
		STORE(to + n - 4, b);
	} else if (n > 0) {
		char a = from[0], b = from[n / 2], c = from[n - 1];

		to[0] = a;
		to[n / 2] = b;
		to[n - 1] = c;
	}
}

void *memcpy(void *restrict dest, const void *restrict src, size_t n)
{
	const char *from = src;
	char *to = dest;
	size_t head, words;
	word last;

	if (n <= 16) {
		copy_few(to, from, n);
		return dest;
	}
	last = LOAD(from + n - 4);
	STORE(to + n - 4, last);
	STORE(to, LOAD(from));
	head = -(uintptr_t)to & 3;
	to += head;
	from += head;
	words = (n - head) / 4;
	__asm__ volatile("rep movsl"
			 : "+D"(to), "+S"(from), "+c"(words)
			 :
			 : "memory");
	return dest;
}

/*
 * Where src is above dest, ascending copying reads each word before it is
 * written over, but a tail must not be copied first, as memcpy() does.
 */
void *memmove(void *dest, const void *src, size_t n)
{
	const char *from = src;
	char *to = dest;
	size_t words = n / 4;

	if (n <= 16) {
		copy_few(to, from, n);
		return dest;
	}
	if ((uintptr_t)from - (uintptr_t)to >= n &&
	    (uintptr_t)to - (uintptr_t)from >= n)
		return memcpy(dest, src, n);
	if (to < from) {
		__asm__ volatile("rep movsl"
				 : "+D"(to), "+S"(from), "+c"(words)
				 :
				 : "memory");
		for (n &= 3; n > 0; n--)
			*to++ = *from++;
	} else {
		for (; n >= 4; n -= 4)
			STORE(to + n - 4, LOAD(from + n - 4));
		while (n-- > 0)
			to[n] = from[n];
	}
	return dest;
}
