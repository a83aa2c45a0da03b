/* SPDX-License-Identifier: MIT */
/* The nearest integer; halves go away from 0. */
#include <math.h>

long lroundl(long double x)
{
	return (long)roundl(x);
}
