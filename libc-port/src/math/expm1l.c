/* SPDX-License-Identifier: MIT */
/* e to the power of x, less 1; exact for small x. */
#include "x87.h"
#include <math.h>

long double expm1l(long double x)
{
	if (fabsl(x) < 0.5L)
		return f2xm1(x * 1.44269504088896340735992468100189214L);
	return expl(x) - 1;
}
