/* SPDX-License-Identifier: MIT */
/* The integer next to x, down. */
#include "x87.h"
#include <math.h>

long double floorl(long double x)
{
	return round_to(x, ROUND_DOWN);
}
