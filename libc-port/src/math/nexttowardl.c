/* SPDX-License-Identifier: MIT */
/* The number after x, on the way to y. */
#include <math.h>

long double nexttowardl(long double x, long double y)
{
	return nextafterl(x, y);
}
