/* SPDX-License-Identifier: MIT */
/*
 * x * y + z, rounded once.  The product of two floats is exact in a double's
 * 53 bits.  The sum is rounded to odd: its last bit says whether anything was
 * lost, so rounding it again to 24 bits cannot be misled (Boldo, Melquiond:
 * Emulation of FMA and correctly rounded sums).
 */
#include <math.h>
#include <stdint.h>

float fmaf(float x, float y, float z)
{
	volatile double product = (double)x * y, sum = product + z;
	volatile double part, lost;
	union {
		double d;
		uint64_t bits;
	} odd = { .d = sum };

	if (!isfinite(sum))
		return (float)sum;
	part = sum - product;
	lost = (product - (sum - part)) + (z - part);
	if (lost != 0 && !(odd.bits & 1))
		odd.bits += (lost > 0) == (sum > 0) ? 1 : -1;
	return (float)odd.d;
}
