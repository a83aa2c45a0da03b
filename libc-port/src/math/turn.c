/* SPDX-License-Identifier: MIT */
/* Brings what the processor cannot take into the range of one turn. */
#include <math.h>

long double __turn(long double x)
{
	if (fabsl(x) < 0x1p62L)
		return x;
	return fmodl(x, 6.283185307179586476925286766559L);
}
