/* SPDX-License-Identifier: MIT */
/* e to the power of x: ln 2 in two parts keeps the bits of large x. */
#include "x87.h"
#include <math.h>

/* The first has 32 bits, so that its products with integers are exact. */
#define LN2_HIGH 0xb.17217f8p-4L
#define LN2_LOW	 -0x2.e308654361c4c68p-36L

long double __exp_rest(long double x, long double *whole)
{
	*whole = rintl(x * 1.44269504088896340735992468100189214L);
	return ((x - *whole * LN2_HIGH) - *whole * LN2_LOW) *
	       1.44269504088896340735992468100189214L;
}

long double expl(long double x)
{
	long double whole, rest;

	if (isnan(x))
		return x;
	if (x > 11400)
		return HUGE_VALL;
	if (x < -11520)
		return 0;
	rest = __exp_rest(x, &whole);
	return scale(f2xm1(rest) + 1, whole);
}
