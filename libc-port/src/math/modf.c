/* SPDX-License-Identifier: MIT */
/*
 * The parts of a number; an infinity's fraction is a zero of its sign.  In libm
 * and in libc (stdlib/modf.c), as Newlib has it, so it calls neither.
 */
#include <math.h>

double modf(double x, double *whole)
{
	if (__builtin_fabs(x) < 0x1p52)
		*whole = __builtin_copysign((double)(long long)x, x);
	else
		*whole = x;
	return __builtin_copysign(__builtin_isinf(x) ? 0 : x - *whole, x);
}
