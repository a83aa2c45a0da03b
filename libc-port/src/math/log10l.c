/* SPDX-License-Identifier: MIT */
/* The decimal logarithm. */
#include "x87.h"
#include <math.h>

long double log10l(long double x)
{
	long double y;

	__asm__("fldlg2" : "=t"(y));
	return fyl2x(x, y);
}
