/* SPDX-License-Identifier: MIT */
/* The parts of a number; an infinity's fraction is a zero of its sign. */
#include <math.h>

double modf(double x, double *whole)
{
	*whole = trunc(x);
	return copysign(isinf(x) ? 0 : x - *whole, x);
}
