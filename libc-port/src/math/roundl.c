/* SPDX-License-Identifier: MIT */
/* The nearest integer; halves go away from 0. */
#include <math.h>

long double roundl(long double x)
{
	long double whole = truncl(x), rest = fabsl(x - whole);

	if (!(rest >= 0.5L))
		return whole;
	return whole + copysignl(1, x);
}
