/* SPDX-License-Identifier: MIT */
/* The sine; large arguments are first reduced by whole turns. */
#include <math.h>

long double __turn(long double x);

long double sinl(long double x)
{
	x = __turn(x);
	__asm__("fsin" : "+t"(x));
	return x;
}
