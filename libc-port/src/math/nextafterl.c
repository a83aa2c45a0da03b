/* SPDX-License-Identifier: MIT */
/* The number after x, on the way to y. */
#include "x87.h"
#include <math.h>

long double nextafterl(long double x, long double y)
{
	union extended e = { x };
	int up;

	if (isnan(x) || isnan(y))
		return x + y;
	if (x == y)
		return y;
	if (x == 0) {
		e.part.low = 1;
		e.part.high = 0;
		e.part.exponent = y < 0 ? 0x8000 : 0;
		return e.value;
	}
	up = (x < y) == (x > 0);
	if (up) {
		if (++e.part.low == 0 && (++e.part.high & 0x7fffffff) == 0) {
			e.part.exponent++;
			e.part.high |= 0x80000000;
		}
	} else if (e.part.low-- == 0 && (e.part.high-- & 0x7fffffff) == 0 &&
		   EXPONENT(e) > 0) {
		e.part.exponent--;
		if (EXPONENT(e) > 0)
			e.part.high |= 0x80000000;
	}
	return e.value;
}
