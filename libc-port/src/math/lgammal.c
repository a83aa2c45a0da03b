/* SPDX-License-Identifier: MIT */
/* The logarithm of the gamma function, to the precision of a double. */
#include <math.h>

long double lgammal(long double x)
{
	return lgamma((double)x);
}
