/* SPDX-License-Identifier: MIT */
/* The hyperbolic tangent. */
#include <math.h>

long double tanhl(long double x)
{
	long double e;

	if (fabsl(x) > 40)
		return copysignl(1, x);
	e = expm1l(2 * x);
	return e / (e + 2);
}
