/* SPDX-License-Identifier: MIT */
/* The angle of a cosine. */
#include <math.h>

long double acosl(long double x)
{
	return atan2l(sqrtl((1 - x) * (1 + x)), x);
}
