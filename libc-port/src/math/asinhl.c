/* SPDX-License-Identifier: MIT */
/* The inverse of the hyperbolic sine. */
#include <math.h>

long double asinhl(long double x)
{
	long double a = fabsl(x);

	if (a > 0x1p32L)
		a = logl(a) + 0.693147180559945309417232121458L;
	else
		a = log1pl(a + a * a / (1 + sqrtl(a * a + 1)));
	return copysignl(a, x);
}
