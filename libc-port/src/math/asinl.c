/* SPDX-License-Identifier: MIT */
/* The angle of a sine. */
#include <math.h>

long double asinl(long double x)
{
	return atan2l(x, sqrtl((1 - x) * (1 + x)));
}
