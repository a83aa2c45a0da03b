/* SPDX-License-Identifier: MIT */
/* Looks into the auxiliary vector. */
#include <sys/auxv.h>

extern const unsigned *__auxv;

unsigned long getauxval(unsigned long type)
{
	const unsigned *a;

	for (a = __auxv; a && a[0] != AT_NULL; a += 2)
		if (a[0] == type)
			return a[1];
	return 0;
}
