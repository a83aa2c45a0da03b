/* SPDX-License-Identifier: MIT */
/* The error function, to the precision of a double. */
#include <math.h>

long double erfl(long double x)
{
	return erf((double)x);
}
