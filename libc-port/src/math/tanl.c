/* SPDX-License-Identifier: MIT */
/* The tangent. */
#include <math.h>

long double tanl(long double x)
{
	return sinl(x) / cosl(x);
}
