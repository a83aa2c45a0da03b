/* SPDX-License-Identifier: MIT */
/* The parts of a float; see modf.c. */
#include <math.h>

float modff(float x, float *whole)
{
	if (__builtin_fabsf(x) < 0x1p23f)
		*whole = __builtin_copysignf((float)(int)x, x);
	else
		*whole = x;
	return __builtin_copysignf(__builtin_isinf(x) ? 0 : x - *whole, x);
}
