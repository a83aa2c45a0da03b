/* SPDX-License-Identifier: MIT */
/* The power of 2 that a number begins with. */
#include <math.h>

long double logbl(long double x)
{
	long double power;

	if (isinf(x))
		return x * x;
	__asm__("fxtract; fstp %%st" : "=t"(power) : "0"(x));
	return power;
}
