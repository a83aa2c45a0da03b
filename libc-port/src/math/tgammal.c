/* SPDX-License-Identifier: MIT */
/* The gamma function, to the precision of a double. */
#include <math.h>

long double tgammal(long double x)
{
	return tgamma((double)x);
}
