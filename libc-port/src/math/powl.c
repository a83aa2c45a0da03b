/* SPDX-License-Identifier: MIT */
/* x to the power of y: by squaring for an integer y, else by logarithms. */
#include <math.h>

static long double by_squaring(long double x, unsigned long n)
{
	long double result = 1;

	for (; n; n >>= 1, x *= x)
		if (n & 1)
			result *= x;
	return result;
}

long double powl(long double x, long double y)
{
	int whole = rintl(y) == y;
	int odd = whole && fabsl(y) < 0x1p63L && fmodl(y, 2) != 0;
	long double size;

	if (y == 0 || x == 1)
		return 1;
	if (isnan(x) || isnan(y))
		return x + y;
	if (whole && fabsl(y) <= 1024)
		return y > 0 ? by_squaring(x, y) : 1 / by_squaring(x, -y);
	if (x < 0 && !whole && !isinf(x))
		return (x - x) / (x - x);
	if (x == -1)
		return odd ? -1 : 1;
	if (x == 0 || isinf(x))
		size = (x == 0) == (y > 0) ? 0 : HUGE_VALL;
	else
		size = exp2l(y * log2l(fabsl(x)));
	return odd && signbit(x) ? -size : size;
}
