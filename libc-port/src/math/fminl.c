/* SPDX-License-Identifier: MIT */
/* The smaller of two; a number is smaller than none. */
#include <math.h>

long double fminl(long double x, long double y)
{
	return isnan(x) ? y : isnan(y) || x < y ? x : y;
}
