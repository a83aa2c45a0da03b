/* SPDX-License-Identifier: MIT */
/* The natural logarithm. */
#include "x87.h"
#include <math.h>

long double logl(long double x)
{
	long double y;

	__asm__("fldln2" : "=t"(y));
	return fyl2x(x, y);
}
