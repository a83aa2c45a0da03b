/* SPDX-License-Identifier: MIT */
/* The inverse of the hyperbolic tangent. */
#include <math.h>

long double atanhl(long double x)
{
	return log1pl(2 * x / (1 - x)) / 2;
}
