/* SPDX-License-Identifier: MIT */
/* The power of 2 that a number begins with. */
#include <math.h>

int ilogbl(long double x)
{
	if (x == 0)
		return FP_ILOGB0;
	if (isnan(x))
		return FP_ILOGBNAN;
	return isinf(x) ? 0x7fffffff : (int)logbl(x);
}
