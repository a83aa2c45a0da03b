/* SPDX-License-Identifier: MIT */
/* The angle of a slope. */
#include <math.h>

long double atanl(long double x)
{
	return atan2l(x, 1);
}
