/* SPDX-License-Identifier: MIT */
/* Random numbers that a seed reproduces (Marsaglia, "Xorshift RNGs"). */
#ifndef TESTS_HOST_RANDOM_H
#define TESTS_HOST_RANDOM_H

#include <stdint.h>

static uint64_t random_state = 88172645463325252ull;

static inline void random_seed(uint64_t seed)
{
	random_state = seed * 0x9e3779b97f4a7c15ull + 88172645463325252ull;
	if (random_state == 0)
		random_state = 1;
}

static inline uint32_t random_word(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (uint32_t)(random_state >> 16);
}

/* 0 .. n - 1 */
static inline uint32_t random_below(uint32_t n)
{
	return random_word() % n;
}

#endif
