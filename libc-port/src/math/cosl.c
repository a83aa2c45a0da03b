/* SPDX-License-Identifier: MIT */
/* The cosine; large arguments are first reduced by whole turns. */
#include <math.h>

long double __turn(long double x);

long double cosl(long double x)
{
	x = __turn(x);
	__asm__("fcos" : "+t"(x));
	return x;
}
