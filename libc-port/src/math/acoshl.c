/* SPDX-License-Identifier: MIT */
/* The inverse of the hyperbolic cosine. */
#include <math.h>

long double acoshl(long double x)
{
	if (x > 0x1p32L)
		return logl(x) + 0.693147180559945309417232121458L;
	return log1pl(x - 1 + sqrtl((x - 1) * (x + 1)));
}
