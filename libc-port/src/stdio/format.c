/* SPDX-License-Identifier: MIT */
/* printf(): reads formats, fetches arguments, and writes what they convert to.
 */
#include "format.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define ARGUMENTS 64 /* that may be named by "n$" */

union argument {
	intmax_t i;
	long double f;
	void *p;
};

enum kind {
	KIND_NONE,
	KIND_INT,
	KIND_LONG,
	KIND_LONG_LONG,
	KIND_POINTER,
	KIND_DOUBLE,
	KIND_LONG_DOUBLE,
	KIND_BAD,
};

struct run {
	struct format_sink *out;
	const void *format;
	size_t at;
	va_list *next;	       /* arguments in turn */
	union argument *named; /* or those of numbers */
	unsigned char *kinds;  /* what they are, while that is found out */
	int error;	       /* errno at the start, for %m */
};

static int unit(const struct run *r, size_t at)
{
	return r->out->put_wide ? (int)((const wchar_t *)r->format)[at]
				: ((const unsigned char *)r->format)[at];
}

static enum kind kind_of_integer(enum format_length length)
{
	switch (length) {
	case LENGTH_LONG_LONG:
	case LENGTH_LONG_DOUBLE: /* "%Ld", as on Linux */
	case LENGTH_MAX:
		return KIND_LONG_LONG;
	case LENGTH_LONG:
	case LENGTH_SIZE:
	case LENGTH_DIFFERENCE:
		return KIND_LONG;
	default:
		return KIND_INT;
	}
}

/* What the conversion takes. */
static enum kind kind_of(const struct format_spec *s)
{
	switch (s->conversion) {
	case 'd':
	case 'i':
	case 'o':
	case 'u':
	case 'x':
	case 'X':
		return kind_of_integer(s->length);
	case 'c':
	case 'C':
		return KIND_INT;
	case 's':
	case 'S':
	case 'p':
	case 'n':
		return KIND_POINTER;
	case 'a':
	case 'A':
	case 'e':
	case 'E':
	case 'f':
	case 'F':
	case 'g':
	case 'G':
		return s->length == LENGTH_LONG_DOUBLE ? KIND_LONG_DOUBLE
						       : KIND_DOUBLE;
	case 'm':
	case '%':
		return KIND_NONE;
	default:
		return KIND_BAD;
	}
}

static void take(va_list *from, enum kind kind, union argument *a)
{
	switch (kind) {
	case KIND_INT:
		a->i = va_arg(*from, int);
		break;
	case KIND_LONG:
		a->i = va_arg(*from, long);
		break;
	case KIND_LONG_LONG:
		a->i = va_arg(*from, long long);
		break;
	case KIND_POINTER:
		a->p = va_arg(*from, void *);
		break;
	case KIND_DOUBLE:
		a->f = va_arg(*from, double);
		break;
	case KIND_LONG_DOUBLE:
		a->f = va_arg(*from, long double);
		break;
	default:
		break;
	}
}

/* The argument of that number, or the next if that is 0. */
static int fetch(struct run *r, int number, enum kind kind, union argument *a)
{
	a->i = 0;
	if (kind == KIND_NONE)
		return 0;
	if (!number && !r->kinds && !r->named) {
		take(r->next, kind, a);
		return 0;
	}
	if (!number || number > ARGUMENTS) {
		errno = EINVAL;
		return -1;
	}
	if (r->kinds)
		r->kinds[number - 1] = kind;
	else
		*a = r->named[number - 1];
	return 0;
}

/* A number in the format: 0 if there is none, -1 if it is too large. */
static int number_at(struct run *r)
{
	long long n = 0;

	for (; unit(r, r->at) >= '0' && unit(r, r->at) <= '9'; r->at++) {
		n = n * 10 + unit(r, r->at) - '0';
		if (n > INT_MAX)
			n = INT_MAX + 1ll;
	}
	if (n <= INT_MAX)
		return n;
	errno = EOVERFLOW;
	return -1;
}

/* "n$", or 0 and nothing is read. */
static int argument_number(struct run *r)
{
	size_t start = r->at;
	int n = number_at(r);

	if (n > 0 && unit(r, r->at) == '$') {
		r->at++;
		return n;
	}
	r->at = start;
	return 0;
}

/* A width or precision: of the format, or an argument for '*'. */
static int size_at(struct run *r, int *size)
{
	union argument a;
	int number;

	if (unit(r, r->at) != '*') {
		*size = number_at(r);
		return *size < 0 ? -1 : 0;
	}
	r->at++;
	number = argument_number(r);
	if (fetch(r, number, KIND_INT, &a) < 0)
		return -1;
	*size = a.i;
	return 0;
}

static void flags_at(struct run *r, struct format_spec *s)
{
	for (;; r->at++) {
		switch (unit(r, r->at)) {
		case '-':
			s->flags |= FORMAT_LEFT;
			break;
		case '+':
			s->flags |= FORMAT_PLUS;
			break;
		case ' ':
			s->flags |= FORMAT_SPACE;
			break;
		case '#':
			s->flags |= FORMAT_ALTERNATIVE;
			break;
		case '0':
			s->flags |= FORMAT_ZERO;
			break;
		case '\'': /* no locale groups digits */
			break;
		default:
			return;
		}
	}
}

static enum format_length length_at(struct run *r)
{
	int c = unit(r, r->at++);

	switch (c) {
	case 'h':
	case 'l':
		if (unit(r, r->at) != c)
			return c == 'h' ? LENGTH_SHORT : LENGTH_LONG;
		r->at++;
		return c == 'h' ? LENGTH_CHAR : LENGTH_LONG_LONG;
	case 'q':
		return LENGTH_LONG_LONG;
	case 'j':
		return LENGTH_MAX;
	case 'z':
		return LENGTH_SIZE;
	case 't':
		return LENGTH_DIFFERENCE;
	case 'L':
		return LENGTH_LONG_DOUBLE;
	default:
		r->at--;
		return LENGTH_NONE;
	}
}

/* What is behind a '%', and its argument. */
static int spec_at(struct run *r, struct format_spec *s, union argument *a)
{
	int number = 0;
	enum kind kind;

	*s = (struct format_spec){ .precision = -1 };
	if (unit(r, r->at) < 'A') { /* else it is the conversion, or a length */
		number = argument_number(r);
		flags_at(r, s);
		if (size_at(r, &s->width) < 0)
			return -1;
	}
	if (s->width < 0) {
		s->flags |= FORMAT_LEFT;
		if (s->width == INT_MIN) {
			errno = EOVERFLOW;
			return -1;
		}
		s->width = -s->width;
	}
	if (unit(r, r->at) == '.') {
		r->at++;
		if (size_at(r, &s->precision) < 0)
			return -1;
	}
	s->length = length_at(r);
	s->conversion = unit(r, r->at);
	kind = kind_of(s);
	if (kind == KIND_BAD) {
		errno = EINVAL;
		return -1;
	}
	r->at++;
	return fetch(r, number, kind, a);
}

static uintmax_t narrowed(enum format_length length, intmax_t i, int is_signed)
{
	switch (length) {
	case LENGTH_CHAR:
		return is_signed ? (uintmax_t)(signed char)i : (unsigned char)i;
	case LENGTH_SHORT:
		return is_signed ? (uintmax_t)(short)i : (unsigned short)i;
	case LENGTH_NONE:
	case LENGTH_LONG:
	case LENGTH_SIZE:
	case LENGTH_DIFFERENCE:
		return is_signed ? (uintmax_t)i : (unsigned long)i;
	default:
		return i;
	}
}

/* Writes digits before end; none for 0. */
static char *digits_of(uintmax_t n, int conversion, char *end)
{
	const char *digits =
	    conversion == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
	uint32_t small;

	if (conversion == 'o') {
		for (; n; n >>= 3)
			*--end = '0' + (n & 7);
	} else if (conversion == 'x' || conversion == 'X') {
		for (; n; n >>= 4)
			*--end = digits[n & 15];
	} else {
		for (; n > UINT32_MAX; n /= 10)
			*--end = '0' + n % 10;
		for (small = n; small; small /= 10)
			*--end = '0' + small % 10;
	}
	return end;
}

static int integer(struct format_sink *out, struct format_spec *s, intmax_t i)
{
	int is_signed = s->conversion == 'd' || s->conversion == 'i';
	uintmax_t n = narrowed(s->length, i, is_signed);
	struct format_number t;
	char text[24], *end = text + sizeof(text), *digits;
	int least = s->precision < 0 ? 1 : s->precision, length;

	format_begin(&t);
	if (is_signed && (intmax_t)n < 0) {
		t.prefix[t.prefix_length++] = '-';
		n = -n;
	} else if (is_signed && s->flags & FORMAT_PLUS) {
		t.prefix[t.prefix_length++] = '+';
	} else if (is_signed && s->flags & FORMAT_SPACE) {
		t.prefix[t.prefix_length++] = ' ';
	}
	digits = digits_of(n, s->conversion, end);
	length = end - digits;
	if (s->flags & FORMAT_ALTERNATIVE && s->conversion == 'o' &&
	    least <= length)
		least = length + 1;
	if (s->flags & FORMAT_ALTERNATIVE && n &&
	    (s->conversion | 0x20) == 'x') {
		t.prefix[t.prefix_length++] = '0';
		t.prefix[t.prefix_length++] = s->conversion;
	}
	if (s->precision >= 0)
		s->flags &= ~FORMAT_ZERO;
	format_piece(&t, NULL, least - length);
	format_piece(&t, digits, length);
	return format_emit(out, s, &t);
}

static int pointer(struct format_sink *out, struct format_spec *s, void *p)
{
	struct format_number t;

	if (!p) {
		format_begin(&t);
		s->flags &= ~FORMAT_ZERO;
		format_piece(&t, "(nil)", 5);
		return format_emit(out, s, &t);
	}
	s->flags |= FORMAT_ALTERNATIVE;
	s->conversion = 'x';
	s->length = LENGTH_LONG;
	return integer(out, s, (uintptr_t)p);
}

static void store_count(const struct format_sink *out, enum format_length l,
			void *to)
{
	switch (l) {
	case LENGTH_CHAR:
		*(signed char *)to = out->count;
		break;
	case LENGTH_SHORT:
		*(short *)to = out->count;
		break;
	case LENGTH_LONG_LONG:
	case LENGTH_LONG_DOUBLE:
	case LENGTH_MAX:
		*(long long *)to = out->count;
		break;
	default:
		*(int *)to = out->count;
		break;
	}
}

static int convert(struct run *r, struct format_spec *s, union argument *a)
{
	struct format_number t;

	switch (s->conversion) {
	case 'd':
	case 'i':
	case 'o':
	case 'u':
	case 'x':
	case 'X':
		return integer(r->out, s, a->i);
	case 'c':
	case 'C':
		return format_character(r->out, s, a->i);
	case 's':
	case 'S':
		return format_string(r->out, s, a->p);
	case 'm':
		s->length = LENGTH_NONE;
		return format_string(r->out, s, strerror(r->error));
	case 'p':
		return pointer(r->out, s, a->p);
	case 'n':
		store_count(r->out, s->length, a->p);
		return 0;
	case '%':
		s->width = 0;
		format_begin(&t);
		format_piece(&t, "%", 1);
		return format_emit(r->out, s, &t);
	default:
		return format_float(r->out, s, a->f,
				    s->length == LENGTH_LONG_DOUBLE);
	}
}

static size_t literal_length(const struct run *r)
{
	const wchar_t *wide = (const wchar_t *)r->format + r->at;
	const char *bytes = (const char *)r->format + r->at;
	size_t n = 0;

	if (r->out->put_wide)
		while (wide[n] && wide[n] != '%')
			n++;
	else
		while (bytes[n] && bytes[n] != '%')
			n++;
	return n;
}

/* What stands between conversions; 0 at the end, 1 at a '%'. */
static int literal(struct run *r)
{
	size_t start = r->at, n = literal_length(r);
	int error;

	r->at += n;
	if (n > INT_MAX)
		errno = EOVERFLOW;
	if (n > INT_MAX || format_count(r->out, n) < 0)
		return -1;
	if (n > 0) {
		error = r->out->put_wide
			    ? r->out->put_wide(
				  r->out, (const wchar_t *)r->format + start, n)
			    : r->out->put(r->out,
					  (const char *)r->format + start, n);
		if (error < 0)
			return -1;
	}
	return unit(r, r->at++) == '%';
}

/* Does the format name its arguments?  One conversion tells. */
static int is_numbered(struct run *r)
{
	int result;

	for (r->at = 0; unit(r, r->at); r->at++) {
		if (unit(r, r->at) != '%')
			continue;
		r->at++;
		if (unit(r, r->at) == '%')
			continue;
		result = argument_number(r) > 0;
		r->at = 0;
		return result;
	}
	r->at = 0;
	return 0;
}

/* Takes all arguments at once, as the conversions say what they are. */
static int take_named(struct run *r, union argument *named)
{
	unsigned char kinds[ARGUMENTS] = { 0 };
	struct format_spec s;
	union argument a;
	int last = 0;

	r->kinds = kinds;
	for (r->at = 0; unit(r, r->at);) {
		if (unit(r, r->at++) == '%' && spec_at(r, &s, &a) < 0)
			return -1;
	}
	r->kinds = NULL;
	r->named = named;
	r->at = 0;
	for (int i = 0; i < ARGUMENTS; i++)
		if (kinds[i])
			last = i + 1;
	for (int i = 0; i < last; i++)
		take(r->next, kinds[i] ? kinds[i] : KIND_INT, &named[i]);
	return 0;
}

static int all(struct run *r)
{
	struct format_spec s;
	union argument a;
	int more;

	while ((more = literal(r)) > 0) {
		if (spec_at(r, &s, &a) < 0 || convert(r, &s, &a) < 0)
			return -1;
	}
	return more < 0 ? -1 : r->out->count;
}

static int all_named(struct run *r)
{
	union argument named[ARGUMENTS];

	return take_named(r, named) < 0 ? -1 : all(r);
}

int format_all(struct format_sink *out, const void *format, va_list ap)
{
	struct run r = { .out = out, .format = format, .error = errno };
	va_list copy;
	int result;

	va_copy(copy, ap);
	r.next = &copy;
	result = is_numbered(&r) ? all_named(&r) : all(&r);
	va_end(copy);
	return result;
}
