/* SPDX-License-Identifier: MIT */
/* The parts of a number; an infinity's fraction is a zero of its sign. */
#include <math.h>

float modff(float x, float *whole)
{
	*whole = truncf(x);
	return copysignf(isinf(x) ? 0 : x - *whole, x);
}
