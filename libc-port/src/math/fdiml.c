/* SPDX-License-Identifier: MIT */
/* How much x is above y. */
#include <math.h>

long double fdiml(long double x, long double y)
{
	return isnan(x) || isnan(y) ? x + y : x > y ? x - y : 0;
}
