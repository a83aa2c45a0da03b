/* SPDX-License-Identifier: MIT */
/* Numbers that look random; a seed gives the same ones again.  No secrets. */
#ifndef KERNEL_LIB_RANDOM_H
#define KERNEL_LIB_RANDOM_H

#include "lib/types.h"

/* The next number: Marsaglia's xorshift of 32 bits ("Xorshift RNGs", 2003). */
static inline uint32_t xorshift(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* A state from decimal digits.  It is not 0, which xorshift() never leaves. */
static inline uint32_t xorshift_seed(const char *digits)
{
	uint32_t n = 0;

	for (; *digits >= '0' && *digits <= '9'; digits++)
		n = n * 10 + (uint32_t)(*digits - '0');
	return n ? n : 1;
}

#endif
