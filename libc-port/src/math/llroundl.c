/* SPDX-License-Identifier: MIT */
/* The nearest integer; halves go away from 0. */
#include <math.h>

long long llroundl(long double x)
{
	return (long long)roundl(x);
}
