/* SPDX-License-Identifier: MIT */
/*
 * x * y + z, rounded once.  The product is held exactly in two long doubles;
 * the sum is rounded to odd: the last of its 64 bits says whether anything was
 * lost, so rounding it again to 53 bits cannot be misled (Boldo, Melquiond:
 * Emulation of FMA and correctly rounded sums).
 */
#include <math.h>
#include <stdint.h>

struct pair {
	long double sum, lost;
};

union parts {
	long double value;
	struct {
		uint64_t mantissa;
		uint16_t exponent; /* and sign */
	};
};

static struct pair add(long double a, long double b)
{
	volatile long double sum = a + b, part = sum - a;

	return (struct pair){ sum, (a - (sum - part)) + (b - part) };
}

static long double add_to_odd(long double a, long double b)
{
	struct pair s = add(a, b);
	union parts odd = { .value = s.sum };

	if (s.lost == 0 || (odd.mantissa & 1))
		return s.sum;
	if ((s.lost > 0) != (s.sum > 0) && odd.mantissa-- == 1ull << 63) {
		odd.mantissa |= 1ull << 63;
		odd.exponent--;
	}
	odd.mantissa |= 1;
	return odd.value;
}

/* The upper 32 bits of a double's 53. */
static double upper(double x)
{
	union {
		double d;
		uint64_t bits;
	} u = { .d = x };

	u.bits &= ~0x1fffffull;
	return u.d;
}

static struct pair multiply(double x, double y)
{
	long double xh = upper(x), xl = x - xh;
	long double yh = upper(y), yl = y - yh;
	struct pair first = add(xh * yh, xh * yl + xl * yh);
	struct pair second = add(first.sum, xl * yl);

	return (struct pair){ second.sum, first.lost + second.lost };
}

double fma(double x, double y, double z)
{
	struct pair product, low, high;

	if (!isfinite(x) || !isfinite(y) || !isfinite(z) || x == 0 || y == 0)
		return (double)((long double)x * y + z);
	product = multiply(x, y);
	low = add(z, product.lost);
	high = add(product.sum, low.sum);
	return (double)add_to_odd(high.sum, add_to_odd(low.lost, high.lost));
}
