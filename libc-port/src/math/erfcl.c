/* SPDX-License-Identifier: MIT */
/* The complementary error function, to the precision of a double. */
#include <math.h>

long double erfcl(long double x)
{
	return erfc((double)x);
}
