/* SPDX-License-Identifier: MIT */
/* The hyperbolic sine. */
#include <math.h>

long double sinhl(long double x)
{
	long double e = expm1l(fabsl(x));

	if (fabsl(x) > 40)
		e = expl(fabsl(x) - 0.693147180559945309417232121458L);
	else
		e = (e + e / (e + 1)) / 2;
	return copysignl(e, x);
}
