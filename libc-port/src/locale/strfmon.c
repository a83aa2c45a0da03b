/* SPDX-License-Identifier: MIT */
/*
 * Amounts of money as text.  C's locale, which is what all of ours have, knows
 * no currency and no groups of digits: so the flags ^ and ! change nothing, %i
 * is %n, and a positive amount has no sign.
 */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <monetary.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct form {
	char fill;
	bool sign_asked, parentheses, to_the_left, is_long;
	int width;
	int left; /* digits before the point, or -1 */
	int right;
};

/* A number of decimal digits, or -1 if there is none or it is too large. */
static int number(const char **p)
{
	int n = **p >= '0' && **p <= '9' ? 0 : -1;

	for (; **p >= '0' && **p <= '9'; (*p)++)
		if (n < 0 || __builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, **p - '0', &n))
			n = -1;
	return n;
}

static bool parse_flags(const char **p, struct form *f)
{
	for (;; (*p)++) {
		switch (**p) {
		case '=':
			if (*++*p == '\0')
				return false;
			f->fill = **p;
			continue;
		case '+':
			f->sign_asked = true;
			continue;
		case '(':
			f->parentheses = true;
			continue;
		case '-':
			f->to_the_left = true;
			continue;
		case '^':
		case '!':
			continue;
		}
		return !(f->sign_asked && f->parentheses);
	}
}

/* What follows a %; false if it is none of POSIX's forms. */
static bool parse(const char **p, struct form *f)
{
	*f = (struct form){ .fill = ' ', .left = -1, .right = 2 };
	if (!parse_flags(p, f))
		return false;
	if (**p >= '0' && **p <= '9' && (f->width = number(p)) < 0)
		return false;
	if (**p == '#' && (++*p, f->left = number(p)) < 0)
		return false;
	if (**p == '.' && (++*p, f->right = number(p)) < 0)
		return false;
	if (**p == 'L') {
		f->is_long = true;
		++*p;
	}
	return **p == 'i' || **p == 'n';
}

static char *put(char *at, char c, int times)
{
	if (times <= 0)
		return at;
	memset(at, c, times);
	return at + times;
}

/* Returns the length, or -1 if there is no room for it and a NUL. */
static long write_amount(char *at, size_t room, const struct form *f,
			 long double value)
{
	bool negative = signbit(value) && !isnan(value);
	bool closed = negative && f->parentheses;
	char sign = !negative ? ' ' : f->parentheses ? '(' : '-';
	int has_sign = negative || f->left >= 0;
	long wanted = (f->left < 0 ? 0 : (long)f->left) + f->right + !!f->right;
	long digits, fill, length;

	value = fabsl(value);
	digits = snprintf(NULL, 0, "%.*Lf", f->right, value);
	if (digits < 0 || wanted < 0)
		return -1;
	fill = wanted > digits ? wanted - digits : 0;
	length = has_sign + fill + digits + closed;
	if (length < 0 || length >= (long)room || f->width >= (long)room)
		return -1;
	if (!f->to_the_left)
		at = put(at, ' ', f->width - length);
	at = put(at, sign, has_sign);
	at = put(at, isfinite(value) ? f->fill : ' ', fill);
	at += snprintf(at, digits + 1, "%.*Lf", f->right, value);
	at = put(at, ')', closed);
	if (f->to_the_left)
		put(at, ' ', f->width - length);
	return length > f->width ? length : f->width;
}

static ssize_t format(char *out, size_t size, const char *p, va_list *args)
{
	size_t at = 0;
	struct form f;
	long length;

	for (; *p; p++) {
		size_t room = size - at;

		if (room <= 1 || room > LONG_MAX) {
			errno = E2BIG;
			return -1;
		}
		if (*p != '%' || *++p == '%') {
			out[at++] = *p;
			continue;
		}
		if (!parse(&p, &f)) {
			errno = EINVAL;
			return -1;
		}
		length = write_amount(out + at, room, &f,
				      f.is_long ? va_arg(*args, long double)
						: va_arg(*args, double));
		if (length < 0) {
			errno = E2BIG;
			return -1;
		}
		at += length;
	}
	if (at >= size) {
		errno = E2BIG;
		return -1;
	}
	out[at] = '\0';
	return at;
}

ssize_t strfmon(char *restrict out, size_t size, const char *restrict text, ...)
{
	va_list args;
	ssize_t n;

	va_start(args, text);
	n = format(out, size, text, &args);
	va_end(args);
	return n;
}

ssize_t strfmon_l(char *restrict out, size_t size, locale_t locale,
		  const char *restrict text, ...)
{
	va_list args;
	ssize_t n;

	(void)locale;
	va_start(args, text);
	n = format(out, size, text, &args);
	va_end(args);
	return n;
}
