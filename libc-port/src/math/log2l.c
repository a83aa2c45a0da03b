/* SPDX-License-Identifier: MIT */
/* The binary logarithm. */
#include "x87.h"
#include <math.h>

long double log2l(long double x)
{
	long double y;

	__asm__("fld1" : "=t"(y));
	return fyl2x(x, y);
}
