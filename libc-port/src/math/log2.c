/* SPDX-License-Identifier: MIT */
/* The binary logarithm; Newlib's log(x) / log(2) misses powers of two. */
#include <math.h>

double log2(double x)
{
	return (double)log2l(x);
}
