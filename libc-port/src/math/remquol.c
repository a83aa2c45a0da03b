/* SPDX-License-Identifier: MIT */
/* The rest of a division, and the last bits of its result. */
#include <math.h>

long double remquol(long double x, long double y, int *quotient)
{
	int negative = signbit(x) != signbit(y);
	unsigned short status;
	int bits;

	do
		__asm__ volatile("fprem1; fnstsw %1"
				 : "+t"(x), "=a"(status)
				 : "u"(y));
	while (status & 0x400);
	/* C1, C3 and C0 are bits 0, 1 and 2. */
	bits = (status >> 9 & 1) | (status >> 13 & 2) | (status >> 6 & 4);
	*quotient = negative ? -bits : bits;
	return x;
}
