/* SPDX-License-Identifier: MIT */
/* The cube root, made better by a step of Newton. */
#include <math.h>

long double cbrtl(long double x)
{
	long double r;

	if (x == 0 || !isfinite(x))
		return x;
	r = exp2l(log2l(fabsl(x)) / 3);
	r -= (r - fabsl(x) / (r * r)) / 3;
	return copysignl(r, x);
}
