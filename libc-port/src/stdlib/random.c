/* SPDX-License-Identifier: MIT */
/*
 * Random numbers with a state of one's own: a linear congruence in each
 * word.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The generator is xorshift64* (Marsaglia, Vigna), the state 8 bytes. */
static unsigned long long first = 88172645463325252ull;
static char *state = (char *)&first;

void srandom(unsigned seed)
{
	unsigned long long s =
	    seed * 6364136223846793005ull + 1442695040888963407ull;

	memcpy(state, &s, sizeof(s));
}

long random(void)
{
	unsigned long long s;

	memcpy(&s, state, sizeof(s));
	if (s == 0)
		s = 88172645463325252ull;
	s ^= s >> 12;
	s ^= s << 25;
	s ^= s >> 27;
	memcpy(state, &s, sizeof(s));
	return (s * 2685821657736338717ull) >> 33;
}

char *initstate(unsigned seed, char *new, size_t size)
{
	char *old = state;

	if (size < 8) {
		errno = EINVAL;
		return NULL;
	}
	state = new;
	srandom(seed);
	return old;
}

char *setstate(char *new)
{
	char *old = state;

	state = new;
	return old;
}
