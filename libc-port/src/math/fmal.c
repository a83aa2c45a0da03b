/* SPDX-License-Identifier: MIT */
/* x * y + z; the product is rounded first. */
#include <math.h>

long double fmal(long double x, long double y, long double z)
{
	return x * y + z;
}
