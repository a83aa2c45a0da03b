/* SPDX-License-Identifier: MIT */
/* The size of x with the sign of y. */
#include "x87.h"
#include <math.h>

long double copysignl(long double x, long double y)
{
	union extended a = { x }, b = { y };

	a.part.exponent = EXPONENT(a) | NEGATIVE(b);
	return a.value;
}
