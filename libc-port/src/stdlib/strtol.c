/* SPDX-License-Identifier: MIT */
/*
 * Numbers from text: strtol() and the like, and what else Newlib calls them.
 * After "0x" there must be a digit, else the number is the zero before it.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <reent.h>
#include <stdbool.h>
#include <stdlib.h>

struct number {
	unsigned long long value; /* without its sign */
	bool negative, too_large;
};

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (isalpha((unsigned char)c) && isascii((unsigned char)c))
		return (c | 0x20) - 'a' + 10;
	return 99;
}

/* Leaves *end at the text if there is no number; false for a bad base. */
static bool scan(const char *text, char **end, int base, struct number *n)
{
	const char *p = text;

	*n = (struct number){ 0 };
	if (end)
		*end = (char *)text;
	if (base < 0 || base == 1 || base > 36)
		return false;
	while (isspace((unsigned char)*p))
		p++;
	n->negative = *p == '-';
	p += *p == '-' || *p == '+';
	if ((base == 0 || base == 16) && p[0] == '0' && (p[1] | 0x20) == 'x' &&
	    digit(p[2]) < 16)
		p += 2, base = 16;
	else if (base == 0)
		base = *p == '0' ? 8 : 10;
	for (; digit(*p) < base; p++) {
		unsigned long long high = n->value >> 32;
		unsigned long long low =
		    (n->value & 0xffffffff) * base + digit(*p);

		high = high * base + (low >> 32);
		n->too_large |= high > 0xffffffff;
		n->value = high << 32 | (low & 0xffffffff);
		if (end)
			*end = (char *)p + 1;
	}
	return true;
}

static long long to_signed(struct _reent *reent, const char *text, char **end,
			   int base, long long max)
{
	struct number n;

	if (!scan(text, end, base, &n)) {
		reent->_errno = EINVAL;
		return 0;
	}
	if (n.too_large || n.value > (unsigned long long)max + n.negative) {
		reent->_errno = ERANGE;
		return n.negative ? -max - 1 : max;
	}
	return (long long)(n.negative ? -n.value : n.value);
}

static unsigned long long to_unsigned(struct _reent *reent, const char *text,
				      char **end, int base,
				      unsigned long long max)
{
	struct number n;

	if (!scan(text, end, base, &n)) {
		reent->_errno = EINVAL;
		return 0;
	}
	if (n.too_large || n.value > max) {
		reent->_errno = ERANGE;
		return max;
	}
	return n.negative ? -n.value : n.value;
}

long _strtol_r(struct _reent *reent, const char *text, char **end, int base)
{
	return (long)to_signed(reent, text, end, base, LONG_MAX);
}

long strtol(const char *text, char **end, int base)
{
	return _strtol_r(_REENT, text, end, base);
}

long strtol_l(const char *text, char **end, int base, locale_t locale)
{
	(void)locale;
	return _strtol_r(_REENT, text, end, base);
}

long long _strtoll_r(struct _reent *reent, const char *text, char **end,
		     int base)
{
	return to_signed(reent, text, end, base, LLONG_MAX);
}

long long strtoll(const char *text, char **end, int base)
{
	return _strtoll_r(_REENT, text, end, base);
}

long long strtoll_l(const char *text, char **end, int base, locale_t locale)
{
	(void)locale;
	return _strtoll_r(_REENT, text, end, base);
}

unsigned long _strtoul_r(struct _reent *reent, const char *text, char **end,
			 int base)
{
	return (unsigned long)to_unsigned(reent, text, end, base, ULONG_MAX);
}

unsigned long strtoul(const char *text, char **end, int base)
{
	return _strtoul_r(_REENT, text, end, base);
}

unsigned long strtoul_l(const char *text, char **end, int base, locale_t locale)
{
	(void)locale;
	return _strtoul_r(_REENT, text, end, base);
}

unsigned long long _strtoull_r(struct _reent *reent, const char *text,
			       char **end, int base)
{
	return to_unsigned(reent, text, end, base, ULLONG_MAX);
}

unsigned long long strtoull(const char *text, char **end, int base)
{
	return _strtoull_r(_REENT, text, end, base);
}

unsigned long long strtoull_l(const char *text, char **end, int base,
			      locale_t locale)
{
	(void)locale;
	return _strtoull_r(_REENT, text, end, base);
}
