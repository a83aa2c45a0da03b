/* SPDX-License-Identifier: MIT */
/* The natural logarithm of 1 + x, exact for small x. */
#include "x87.h"
#include <math.h>

long double log1pl(long double x)
{
	long double y = constant_ln2();

	if (!(fabsl(x) < 0.29L))
		return fyl2x(1 + x, y);
	__asm__("fyl2xp1" : "+t"(x) : "u"(y) : "st(1)");
	return x;
}
