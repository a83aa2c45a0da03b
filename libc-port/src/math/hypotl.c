/* SPDX-License-Identifier: MIT */
/* The length of a vector; powers of 2 keep its square in range. */
#include <math.h>

long double hypotl(long double x, long double y)
{
	long double large = fmaxl(fabsl(x), fabsl(y));
	int power;

	if (isinf(x) || isinf(y))
		return HUGE_VALL;
	if (large == 0 || isnan(x) || isnan(y))
		return large + fabsl(x + y);
	frexpl(large, &power);
	x = ldexpl(x, -power);
	y = ldexpl(y, -power);
	return ldexpl(sqrtl(x * x + y * y), power);
}
