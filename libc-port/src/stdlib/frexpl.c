/* SPDX-License-Identifier: MIT */
/* A number as a fraction and a power of 2. */
#include "../math/x87.h"
#include <math.h>

long double frexpl(long double x, int *power)
{
	union extended e = { x };

	*power = 0;
	if (x == 0 || EXPONENT(e) == 0x7fff)
		return x;
	if (EXPONENT(e) == 0) {
		e.value *= 0x1p64L;
		*power = -64;
	}
	*power += EXPONENT(e) - 16382;
	e.part.exponent = NEGATIVE(e) | 16382;
	return e.value;
}
