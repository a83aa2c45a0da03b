/* SPDX-License-Identifier: MIT */
/* The number after x, on the way to y. */
#include <math.h>

double nexttoward(double x, long double y)
{
	if (isnan(y))
		return y;
	if (x == y)
		return y;
	return nextafter(x, x < y ? HUGE_VAL : -HUGE_VAL);
}
