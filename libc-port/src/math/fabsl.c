/* SPDX-License-Identifier: MIT */
/* The absolute value. */
#include <math.h>

long double fabsl(long double x)
{
	__asm__("fabs" : "+t"(x));
	return x;
}
