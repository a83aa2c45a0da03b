/* SPDX-License-Identifier: MIT */
/* The hyperbolic cosine. */
#include <math.h>

long double coshl(long double x)
{
	long double e;

	if (fabsl(x) > 40)
		return expl(fabsl(x) - 0.693147180559945309417232121458L);
	e = expl(x);
	return (e + 1 / e) / 2;
}
