/* SPDX-License-Identifier: MIT */
/* The rest of a division that rounds towards 0. */
#include <math.h>

long double fmodl(long double x, long double y)
{
	unsigned short status;

	/* Each step takes up to 63 bits off x; C2 says that more are left. */
	do
		__asm__ volatile("fprem; fnstsw %1"
				 : "+t"(x), "=a"(status)
				 : "u"(y));
	while (status & 0x400);
	return x;
}
