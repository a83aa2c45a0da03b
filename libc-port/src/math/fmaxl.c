/* SPDX-License-Identifier: MIT */
/* The larger of two; a number is larger than none. */
#include <math.h>

long double fmaxl(long double x, long double y)
{
	return isnan(x) ? y : isnan(y) || x > y ? x : y;
}
