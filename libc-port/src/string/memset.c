/* SPDX-License-Identifier: MIT */
/* Fills memory with a byte. */
#include "word.h"
#include <string.h>

void *memset(void *dest, int value, size_t n)
{
	word all = ONES * (unsigned char)value;
	char *to = dest;
	size_t head, words;

	if (n < 8) {
		while (n-- > 0)
			*to++ = value;
		return dest;
	}
	*(word *)to = all;
	*(word *)(to + n - 4) = all;
	head = -(uintptr_t)to & 3;
	to += head;
	words = (n - head) / 4;
	__asm__ volatile("rep stosl"
			 : "+D"(to), "+c"(words)
			 : "a"(all)
			 : "memory");
	return dest;
}
