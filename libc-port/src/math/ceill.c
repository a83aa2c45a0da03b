/* SPDX-License-Identifier: MIT */
/* The integer next to x, up. */
#include "x87.h"
#include <math.h>

long double ceill(long double x)
{
	return round_to(x, ROUND_UP);
}
