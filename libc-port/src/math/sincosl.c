/* SPDX-License-Identifier: MIT */
/* Sine and cosine at once. */
#include <math.h>

void sincosl(long double x, long double *sine, long double *cosine)
{
	*sine = sinl(x);
	*cosine = cosl(x);
}
