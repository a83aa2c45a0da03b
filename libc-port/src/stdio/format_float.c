/* SPDX-License-Identifier: MIT */
/*
 * Floating-point numbers as text, with every digit they have: a number is
 * m * 2^e, which in base 10^9 is made by doubling or halving it step by step.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"

#define BASE	  1000000000u
#define STACK_MAX 160 /* words: enough for any double */

/* A double or long double as it lies in memory, without its sign. */
struct binary {
	uint64_t m; /* its integer bit included */
	int e;	    /* the number is m * 2^e */
};

/* digits[0] . digits[1] ... * 10^exponent; no zeros at the end. */
struct decimal {
	char *digits;
	int n;
	int exponent;
};

static struct binary binary_of(long double x)
{
	union {
		long double x;
		struct {
			uint64_t m;
			uint16_t e;
		} bits;
	} u = { x };
	int e = u.bits.e & 0x7fff;

	return (struct binary){ u.bits.m, (e ? e : 1) - 16383 - 63 };
}

/* words *= 2^bits, bits at most 29; returns how many there are. */
static int multiply(uint32_t *words, int n, int bits)
{
	uint32_t carry = 0;

	for (int i = n - 1; i >= 0; i--) {
		uint64_t t = ((uint64_t)words[i] << bits) + carry;

		words[i] = t % BASE;
		carry = t / BASE;
	}
	if (!carry)
		return n;
	memmove(words + 1, words, n * sizeof(*words));
	words[0] = carry;
	return n + 1;
}

/* words /= 2^bits, bits at most 9, for 2^9 divides 10^9. */
static int divide(uint32_t *words, int n, int bits)
{
	uint32_t carry = 0;

	for (int i = 0; i < n; i++) {
		uint32_t t = words[i];

		words[i] = (t >> bits) + carry;
		carry = (BASE >> bits) * (t & ((1u << bits) - 1));
	}
	if (carry)
		words[n++] = carry;
	return n;
}

/* Words enough for the number: 29 bits of each count in front, 9 behind. */
static int words_for(const struct binary *b)
{
	return 4 + (b->e > 0 ? b->e / 29 + 1 : -b->e / 9 + 1);
}

/* words has room for words_for(b), and d->digits for nine times that. */
static void to_decimal(const struct binary *b, uint32_t *words,
		       struct decimal *d)
{
	int n = 3, point, e, zeros = 0;

	words[0] = b->m / BASE / BASE;
	words[1] = b->m / BASE % BASE;
	words[2] = b->m % BASE;
	for (e = b->e; e > 0; e -= 29)
		n = multiply(words, n, e < 29 ? e : 29);
	point = n;
	for (e = b->e; e < 0; e += 9)
		n = divide(words, n, -e < 9 ? -e : 9);
	for (int i = 0; i < n; i++) {
		uint32_t word = words[i];

		for (int j = 8; j >= 0; j--, word /= 10)
			d->digits[i * 9 + j] = '0' + word % 10;
	}
	n *= 9;
	while (zeros < n && d->digits[zeros] == '0')
		zeros++;
	d->exponent = point * 9 - 1 - zeros;
	d->digits += zeros;
	for (d->n = n - zeros; d->n > 0 && d->digits[d->n - 1] == '0'; d->n--)
		;
	if (d->n == 0)
		d->exponent = 0;
}

/* Keeps so many digits, to the nearest, and of two to the even one. */
static void round_to(struct decimal *d, long long kept)
{
	int up;

	if (kept >= d->n)
		return;
	if (kept < 0) {
		d->n = d->exponent = 0;
		return;
	}
	up = d->digits[kept] > '5' ||
	     (d->digits[kept] == '5' &&
	      (kept + 1 < d->n ||
	       (kept > 0 && (d->digits[kept - 1] - '0') % 2)));
	d->n = kept;
	while (up && d->n > 0 && d->digits[d->n - 1] == '9')
		d->n--;
	if (up && d->n > 0) {
		d->digits[d->n - 1]++;
	} else if (up) {
		d->digits[0] = '1';
		d->n = 1;
		d->exponent++;
	}
	while (d->n > 0 && d->digits[d->n - 1] == '0')
		d->n--;
	if (d->n == 0)
		d->exponent = 0;
}

/* So many digits from the one that counts 10^from; zeros where are none. */
static void digits_from(struct format_number *t, const struct decimal *d,
			int from, int n)
{
	int at = d->exponent - from, there;

	if (at < 0) {
		int zeros = -at < n ? -at : n;

		format_piece(t, NULL, zeros);
		n -= zeros;
		at = 0;
	}
	there = d->n - at < n ? d->n - at : n;
	if (there < 0)
		there = 0;
	format_piece(t, d->digits + at, there);
	format_piece(t, NULL, n - there);
}

static void point_if(struct format_number *t, const struct format_spec *s,
		     int precision)
{
	if (precision > 0 || s->flags & FORMAT_ALTERNATIVE)
		format_piece(t, ".", 1);
}

/* The exponent behind its letter: at least so many digits. */
static int exponent_text(char *text, int letter, int exponent, int digits)
{
	char reversed[8];
	int n = 0, length = 2;

	text[0] = letter;
	text[1] = exponent < 0 ? '-' : '+';
	for (exponent = abs(exponent); exponent || n < digits; exponent /= 10)
		reversed[n++] = '0' + exponent % 10;
	while (n > 0)
		text[length++] = reversed[--n];
	return length;
}

static int emit_fixed(struct format_sink *out, const struct format_spec *s,
		      struct format_number *t, const struct decimal *d,
		      int precision)
{
	digits_from(t, d, d->exponent > 0 ? d->exponent : 0,
		    d->exponent > 0 ? d->exponent + 1 : 1);
	point_if(t, s, precision);
	digits_from(t, d, -1, precision);
	return format_emit(out, s, t);
}

static int emit_exponent(struct format_sink *out, const struct format_spec *s,
			 struct format_number *t, const struct decimal *d,
			 int precision)
{
	char text[10];

	digits_from(t, d, d->exponent, 1);
	point_if(t, s, precision);
	digits_from(t, d, d->exponent - 1, precision);
	format_piece(t, text,
		     exponent_text(text, s->conversion & 0x20 ? 'e' : 'E',
				   d->exponent, 2));
	return format_emit(out, s, t);
}

/* Chooses the style as it is after rounding, and drops zeros at the end. */
static int emit_general(struct format_sink *out, const struct format_spec *s,
			struct format_number *t, struct decimal *d,
			int precision)
{
	int fixed, after;

	if (precision == 0)
		precision = 1;
	round_to(d, precision);
	fixed = d->exponent >= -4 && d->exponent < precision;
	after = precision - 1;
	if (!(s->flags & FORMAT_ALTERNATIVE) && after > d->n - 1)
		after = d->n > 0 ? d->n - 1 : 0;
	if (!fixed)
		return emit_exponent(out, s, t, d, after);
	after -= d->exponent;
	return emit_fixed(out, s, t, d, after > 0 ? after : 0);
}

static int emit_decimal(struct format_sink *out, const struct format_spec *s,
			struct format_number *t, struct decimal *d)
{
	int precision = s->precision < 0 ? 6 : s->precision;

	switch (s->conversion | 0x20) {
	case 'f':
		round_to(d, (long long)d->exponent + 1 + precision);
		return emit_fixed(out, s, t, d, precision);
	case 'e':
		round_to(d, (long long)precision + 1);
		return emit_exponent(out, s, t, d, precision);
	default:
		return emit_general(out, s, t, d, precision);
	}
}

static int decimal(struct format_sink *out, const struct format_spec *s,
		   struct format_number *t, const struct binary *b)
{
	uint32_t on_stack[STACK_MAX], *words = on_stack;
	char digits_on_stack[STACK_MAX * 9];
	struct decimal d = { .digits = digits_on_stack };
	int n = words_for(b), result;

	if (n > STACK_MAX) {
		words = malloc(n * (sizeof(*words) + 9));
		if (!words)
			return -1;
		d.digits = (char *)(words + n);
	}
	to_decimal(b, words, &d);
	result = emit_decimal(out, s, t, &d);
	if (words != on_stack)
		free(words);
	return result;
}

/*
 * A double begins with 1, or 0 if it is subnormal; a long double with its
 * first four bits, as on Linux.  top: bits behind the first digit.
 */
static int hexadecimal(struct format_sink *out, const struct format_spec *s,
		       struct format_number *t, struct binary b, int top)
{
	const char *digits =
	    s->conversion == 'a' ? "0123456789abcdef" : "0123456789ABCDEF";
	int precision = s->precision, e = b.e + top, n = top / 4;
	char text[18], exponent[10];

	if (precision >= 0 && precision < n) {
		int drop = top - 4 * precision;
		uint64_t half = 1ull << (drop - 1), rest = b.m & (2 * half - 1);

		b.m >>= drop;
		if (rest > half || (rest == half && (b.m & 1)))
			b.m++;
		if (b.m >> (4 * precision) > 15) {
			b.m >>= 4;
			e += 4;
		}
		n = precision;
	}
	for (int i = n; i >= 0; i--, b.m >>= 4)
		text[i] = digits[b.m & 15];
	if (precision < 0) {
		while (n > 0 && text[n] == '0')
			n--;
		precision = n;
	}
	t->prefix[t->prefix_length++] = '0';
	t->prefix[t->prefix_length++] = s->conversion == 'a' ? 'x' : 'X';
	format_piece(t, text, 1);
	point_if(t, s, precision);
	format_piece(t, text + 1, n);
	format_piece(t, NULL, precision - n);
	format_piece(
	    t, exponent,
	    exponent_text(exponent, s->conversion == 'a' ? 'p' : 'P', e, 1));
	return format_emit(out, s, t);
}

/* The 53 bits of a double, subnormal as it was. */
static void narrow_to_double(struct binary *b)
{
	b->m >>= 11;
	b->e += 11;
	if (b->e < -1074) {
		b->m >>= -1074 - b->e;
		b->e = -1074;
	}
}

int format_float(struct format_sink *out, const struct format_spec *spec,
		 long double x, int is_long)
{
	struct format_number t = { .pieces = 0 };
	struct format_spec s = *spec;
	struct binary b = binary_of(x);

	if (__builtin_signbit(x))
		t.prefix[t.prefix_length++] = '-';
	else if (s.flags & FORMAT_PLUS)
		t.prefix[t.prefix_length++] = '+';
	else if (s.flags & FORMAT_SPACE)
		t.prefix[t.prefix_length++] = ' ';
	if (!__builtin_isfinite(x)) {
		int small = s.conversion & 0x20;

		s.flags &= ~FORMAT_ZERO;
		if (__builtin_isnan(x))
			format_piece(&t, small ? "nan" : "NAN", 3);
		else
			format_piece(&t, small ? "inf" : "INF", 3);
		return format_emit(out, &s, &t);
	}
	if ((s.conversion | 0x20) != 'a')
		return decimal(out, &s, &t, &b);
	if (!is_long)
		narrow_to_double(&b);
	if (x == 0)
		b.e = is_long ? -60 : -52;
	return hexadecimal(out, &s, &t, b, is_long ? 60 : 52);
}
