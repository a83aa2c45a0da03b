/* SPDX-License-Identifier: MIT */
/* The number after x, on the way to y. */
#include <math.h>

float nexttowardf(float x, long double y)
{
	if (isnan(y))
		return y;
	if (x == y)
		return y;
	return nextafterf(x, x < y ? HUGE_VAL : -HUGE_VAL);
}
