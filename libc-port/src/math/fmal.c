/* SPDX-License-Identifier: MIT */
/*
 * x * y + z, rounded once.  The numbers are integers of 192 bits with an
 * exponent of two, wide enough for the product and half as much again: what is
 * shifted out beyond that cannot come back into the result, whether any of it
 * was a one is kept in the last bit.
 */
#include "x87.h"
#include <fenv.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#define WORDS 6
#define BITS  (32 * WORDS)

/* The sum of word[i] * 2^(32 * i), times 2^exponent. */
struct wide {
	uint32_t word[WORDS];
	int exponent;
	bool negative;
};

/* To the right, the last bit being one if there was a one beyond it. */
static void shift_right(struct wide *n, int count)
{
	bool lost = false;

	n->exponent += count;
	if (count > BITS)
		count = BITS;
	for (; count >= 32; count -= 32) {
		lost |= n->word[0] != 0;
		for (int i = 0; i < WORDS - 1; i++)
			n->word[i] = n->word[i + 1];
		n->word[WORDS - 1] = 0;
	}
	lost |= n->word[0] & ((1u << count) - 1);
	for (int i = 0; i < WORDS && count > 0; i++) {
		uint32_t above = i + 1 < WORDS ? n->word[i + 1] : 0;

		n->word[i] = n->word[i] >> count | above << (32 - count);
	}
	n->word[0] |= lost;
}

/* Until the first bit is a one; false if there is none. */
static bool normalise(struct wide *n)
{
	int words = 0, bits;

	while (words < WORDS && n->word[WORDS - 1 - words] == 0)
		words++;
	if (words == WORDS)
		return false;
	for (int i = WORDS - 1; i >= 0; i--)
		n->word[i] = i >= words ? n->word[i - words] : 0;
	bits = __builtin_clz(n->word[WORDS - 1]);
	for (int i = WORDS - 1; i >= 0 && bits > 0; i--)
		n->word[i] = n->word[i] << bits |
			     (i > 0 ? n->word[i - 1] >> (32 - bits) : 0);
	n->exponent -= 32 * words + bits;
	return true;
}

/* a + b, or a - b with b not above a. */
static void combine(struct wide *a, const struct wide *b, bool subtract)
{
	int64_t carry = 0;

	for (int i = 0; i < WORDS; i++) {
		carry += a->word[i];
		carry += subtract ? -(int64_t)b->word[i] : b->word[i];
		a->word[i] = (uint32_t)carry;
		carry >>= 32;
	}
}

static bool is_below(const struct wide *a, const struct wide *b)
{
	int i = WORDS - 1;

	while (i > 0 && a->word[i] == b->word[i])
		i--;
	return a->word[i] < b->word[i];
}

/* With the numbers' first bits free; the sum's sign is the larger one's. */
static struct wide add(struct wide a, struct wide b)
{
	if (a.exponent < b.exponent)
		shift_right(&a, b.exponent - a.exponent);
	else
		shift_right(&b, a.exponent - b.exponent);
	if (is_below(&a, &b)) {
		struct wide larger = b;

		b = a;
		a = larger;
	}
	combine(&a, &b, a.negative != b.negative);
	return a;
}

/* The 64 bits of a number that is not 0; its value is these times 2^exponent.
 */
static int take_apart(long double x, uint32_t *low, uint32_t *high)
{
	union extended u = { .value = x };
	int exponent = EXPONENT(u);

	*low = u.part.low;
	*high = u.part.high;
	return (exponent ? exponent : 1) - 16383 - 63;
}

static struct wide multiply(long double x, long double y)
{
	uint32_t a[2], b[2];
	struct wide n = { .negative = !signbit(x) != !signbit(y) };
	uint64_t sum;

	n.exponent = take_apart(x, &a[0], &a[1]);
	n.exponent += take_apart(y, &b[0], &b[1]);
	for (int i = 0; i < 2; i++) {
		sum = 0;
		for (int j = 0; j < 2; j++) {
			sum += (uint64_t)a[i] * b[j] + n.word[i + j];
			n.word[i + j] = (uint32_t)sum;
			sum >>= 32;
		}
		n.word[i + 2] = (uint32_t)sum;
	}
	return n;
}

/* Makes place below, and leaves the first bit free. */
static void settle(struct wide *n)
{
	normalise(n);
	shift_right(n, 1);
}

/* Does the rounding mode say away from zero, for the bits beyond the 64? */
static bool rounds_up(const struct wide *n, bool *exact)
{
	bool half = n->word[WORDS - 3] >> 31, odd = n->word[WORDS - 2] & 1;
	uint32_t rest = n->word[WORDS - 3] << 1;

	for (int i = 0; i < WORDS - 3; i++)
		rest |= n->word[i];
	*exact = !half && rest == 0;
	switch (fegetround()) {
	case FE_UPWARD:
		return !*exact && !n->negative;
	case FE_DOWNWARD:
		return !*exact && n->negative;
	case FE_TOWARDZERO:
		return false;
	}
	return half && (rest || odd);
}

/*
 * Rounds to what fits: 64 bits, fewer below the least exponent.  What is too
 * large is left to fscale, which knows the rounding mode.
 */
static long double round_once(struct wide n)
{
	int least = -16382 - (BITS - 1);
	bool small = n.exponent < least, exact;
	long double value;

	if (small)
		shift_right(&n, least - n.exponent);
	value = rounds_up(&n, &exact);
	value += n.word[WORDS - 1] * 0x1p32L + n.word[WORDS - 2];
	if (!exact)
		feraiseexcept(small ? FE_INEXACT | FE_UNDERFLOW : FE_INEXACT);
	return scale(n.negative ? -value : value, n.exponent + BITS - 64);
}

long double fmal(long double x, long double y, long double z)
{
	struct wide product, sum;

	if (isfinite(x) && isfinite(y) && !isfinite(z))
		return x + z;
	if (!isfinite(x) || !isfinite(y) || x == 0 || y == 0)
		return x * y + z;
	product = multiply(x, y);
	settle(&product);
	if (z == 0) {
		sum = product;
	} else {
		sum = (struct wide){ .negative = signbit(z) };
		sum.exponent = take_apart(z, &sum.word[0], &sum.word[1]);
		settle(&sum);
		sum = add(product, sum);
	}
	if (!normalise(&sum))
		return z - z; /* the rounding mode knows the sign */
	return round_once(sum);
}
