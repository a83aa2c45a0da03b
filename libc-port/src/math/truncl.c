/* SPDX-License-Identifier: MIT */
/* The integer next to x, towards 0. */
#include "x87.h"
#include <math.h>

long double truncl(long double x)
{
	return round_to(x, ROUND_ZERO);
}
