/* SPDX-License-Identifier: MIT */
/* memcpy() and memset() by the processor's string instructions. */
#include "lib/string.h"

void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
	void *d = to;
	size_t words = n / 4, bytes = n % 4;

	__asm__ volatile("rep movsl\n\t"
			 "mov %3, %%ecx\n\t"
			 "rep movsb"
			 : "+&D"(d), "+&S"(from), "+&c"(words)
			 : "r"(bytes)
			 : "memory");
	return to;
}

void *memset(void *to, int byte, size_t n)
{
	void *d = to;
	size_t words = n / 4, bytes = n % 4;

	__asm__ volatile("rep stosl\n\t"
			 "mov %3, %%ecx\n\t"
			 "rep stosb"
			 : "+&D"(d), "+&c"(words)
			 : "a"((byte & 0xff) * 0x01010101u), "r"(bytes)
			 : "memory");
	return to;
}
