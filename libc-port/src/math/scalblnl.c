/* SPDX-License-Identifier: MIT */
/* A number times a power of 2. */
#include "x87.h"
#include <math.h>

long double scalblnl(long double x, long n)
{
	return scale(x, n);
}
