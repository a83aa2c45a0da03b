/* SPDX-License-Identifier: MIT */
/* 2 to the power of x. */
#include "x87.h"
#include <math.h>

long double exp2l(long double x)
{
	long double whole;

	if (isinf(x))
		return x > 0 ? x : 0;
	whole = rintl(x);
	return scale(f2xm1(x - whole) + 1, whole);
}
