/* SPDX-License-Identifier: MIT */
/* A number times a power of 2. */
#include "x87.h"
#include <math.h>

long double scalbnl(long double x, int n)
{
	return scale(x, n);
}
