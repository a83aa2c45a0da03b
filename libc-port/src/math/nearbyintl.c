/* SPDX-License-Identifier: MIT */
/* The nearest integer, without telling that it is inexact. */
#include <math.h>

long double nearbyintl(long double x)
{
	__asm__("frndint" : "+t"(x));
	return x;
}
