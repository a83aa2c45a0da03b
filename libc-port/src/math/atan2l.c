/* SPDX-License-Identifier: MIT */
/* The angle of a point. */
#include <math.h>

long double atan2l(long double y, long double x)
{
	__asm__("fpatan" : "+t"(x) : "u"(y) : "st(1)");
	return x;
}
