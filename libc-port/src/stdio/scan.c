/* SPDX-License-Identifier: MIT */
/* scanf(): reads formats, and input by them. */
#include "scan.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

enum outcome {
	MATCHED,
	NO_MATCH,
	NO_INPUT, /* the end of it, or an error */
};

enum size {
	SIZE_INT,
	SIZE_CHAR,
	SIZE_SHORT,
	SIZE_LONG,
	SIZE_LONG_LONG,
	SIZE_LONG_DOUBLE,
};

struct run {
	struct scan_source *in;
	const void *format;
	size_t at;
	va_list *next;
	va_list *first; /* for arguments by number */
};

struct spec {
	int suppressed, allocated, width, conversion;
	enum size size;
	void *to;
	size_t set, set_end; /* where the set is in the format */
	int set_inverted;
};

static int unit(const struct run *r, size_t at)
{
	return r->in->wide ? (int)((const wchar_t *)r->format)[at]
			   : ((const unsigned char *)r->format)[at];
}

static int is_space(const struct run *r, int c)
{
	if (c == -1)
		return 0;
	return r->in->wide ? iswspace(c) : isspace(c);
}

static enum outcome skip_space(struct run *r)
{
	int c;

	do
		c = scan_get(r->in);
	while (is_space(r, c));
	scan_unget(r->in, c);
	return c == -1 ? NO_INPUT : MATCHED;
}

static int number_at(struct run *r)
{
	int n = 0;

	for (; unit(r, r->at) >= '0' && unit(r, r->at) <= '9'; r->at++)
		if (n < INT_MAX / 10)
			n = n * 10 + unit(r, r->at) - '0';
	return n;
}

static void *argument(struct run *r, int number)
{
	va_list copy;
	void *p = NULL;

	if (!number)
		return va_arg(*r->next, void *);
	va_copy(copy, *r->first);
	while (number-- > 0)
		p = va_arg(copy, void *);
	va_end(copy);
	return p;
}

static enum size size_at(struct run *r)
{
	int c = unit(r, r->at++);

	switch (c) {
	case 'h':
	case 'l':
		if (unit(r, r->at) != c)
			return c == 'h' ? SIZE_SHORT : SIZE_LONG;
		r->at++;
		return c == 'h' ? SIZE_CHAR : SIZE_LONG_LONG;
	case 'j':
	case 'q':
		return SIZE_LONG_LONG;
	case 'z':
	case 't':
		return SIZE_LONG;
	case 'L':
		return SIZE_LONG_DOUBLE;
	default:
		r->at--;
		return SIZE_INT;
	}
}

/* A ']' at the set's beginning is one of it. */
static void set_at(struct run *r, struct spec *s)
{
	s->set_inverted = unit(r, r->at) == '^';
	r->at += s->set_inverted;
	s->set = r->at;
	if (unit(r, r->at) == ']')
		r->at++;
	while (unit(r, r->at) && unit(r, r->at) != ']')
		r->at++;
	s->set_end = r->at;
	if (unit(r, r->at))
		r->at++;
}

static int in_set(const struct run *r, const struct spec *s, int c)
{
	for (size_t i = s->set; i < s->set_end; i++) {
		int from = unit(r, i), to = from;

		if (i + 2 < s->set_end && unit(r, i + 1) == '-') {
			to = unit(r, i + 2);
			i += 2;
		}
		if (c >= from && c <= to)
			return !s->set_inverted;
	}
	return s->set_inverted;
}

/* What is behind a '%'. */
static void spec_at(struct run *r, struct spec *s)
{
	size_t start = r->at;
	int number = number_at(r);

	*s = (struct spec){ .width = 0 };
	if (!number || unit(r, r->at) != '$') {
		r->at = start;
		number = 0;
	} else {
		r->at++;
	}
	if (unit(r, r->at) == '*') {
		s->suppressed = 1;
		r->at++;
	}
	while (unit(r, r->at) == '\'')
		r->at++;
	s->width = number_at(r);
	if (unit(r, r->at) == 'm') {
		s->allocated = 1;
		r->at++;
	}
	s->size = size_at(r);
	s->conversion = unit(r, r->at);
	if (s->conversion)
		r->at++;
	if (s->conversion == 'C' || s->conversion == 'S') {
		s->conversion = s->conversion == 'C' ? 'c' : 's';
		s->size = SIZE_LONG;
	}
	if (s->conversion == '[')
		set_at(r, s);
	if (!s->suppressed && s->conversion != '%')
		s->to = argument(r, number);
}

static void store(const struct spec *s, intmax_t n)
{
	switch (s->size) {
	case SIZE_CHAR:
		*(signed char *)s->to = n;
		break;
	case SIZE_SHORT:
		*(short *)s->to = n;
		break;
	case SIZE_LONG_LONG:
	case SIZE_LONG_DOUBLE:
		*(long long *)s->to = n;
		break;
	default:
		*(int *)s->to = n;
		break;
	}
}

/* There was no memory for it, or it is none. */
static enum outcome no_number(struct scan_text *t, int error)
{
	scan_text_free(t);
	if (errno)
		return NO_INPUT;
	errno = error;
	return NO_MATCH;
}

static enum outcome integer(struct run *r, struct spec *s)
{
	int c = s->conversion, is_signed = c == 'd' || c == 'i', error = errno;
	int base = c == 'i' ? 0 : c == 'o' ? 8 : c == 'd' || c == 'u' ? 10 : 16;
	int is_long = s->size == SIZE_LONG_LONG || s->size == SIZE_LONG_DOUBLE;
	struct scan_text memory;
	const char *text =
	    scan_integer(r->in, &memory, s->width ?: INT_MAX, base);
	intmax_t n;

	if (!text)
		return no_number(&memory, error);
	errno = error;
	if (is_signed)
		n = is_long ? strtoll(text, NULL, base)
			    : strtol(text, NULL, base);
	else
		n = is_long ? (intmax_t)strtoull(text, NULL, base)
			    : (intmax_t)strtoul(text, NULL, base);
	scan_text_free(&memory);
	if (s->to && c == 'p')
		*(void **)s->to = (void *)(uintptr_t)n;
	else if (s->to)
		store(s, n);
	return MATCHED;
}

static enum outcome floating(struct run *r, struct spec *s)
{
	int error = errno;
	struct scan_text memory;
	const char *text = scan_float(r->in, &memory, s->width ?: INT_MAX);

	if (!text)
		return no_number(&memory, error);
	errno = error;
	if (!s->to)
		;
	else if (s->size == SIZE_LONG_DOUBLE)
		*(long double *)s->to = strtold(text, NULL);
	else if (s->size == SIZE_LONG)
		*(double *)s->to = strtod(text, NULL);
	else
		*(float *)s->to = strtof(text, NULL);
	scan_text_free(&memory);
	return MATCHED;
}

/* Text on its way to the program, in its kind of characters. */
struct text {
	int wide;
	size_t n, size; /* characters; size is 0 if it is not to grow */
	void *p;	/* NULL: nobody wants it */
	mbstate_t state;
};

static int room_for(struct text *t, size_t n)
{
	size_t each = t->wide ? sizeof(wchar_t) : 1;
	void *bigger;

	if (!t->size || t->n + n <= t->size)
		return 0;
	bigger = realloc(t->p, (t->size + n) * 2 * each);
	if (!bigger)
		return -1;
	t->p = bigger;
	t->size = (t->size + n) * 2;
	return 0;
}

static int put(struct text *t, int c)
{
	if (!t->p)
		return 0;
	if (room_for(t, 1) < 0)
		return -1;
	if (t->wide)
		((wchar_t *)t->p)[t->n++] = c;
	else
		((char *)t->p)[t->n++] = c;
	return 0;
}

/* One unit of input: -1 with errno, 0 within a character, 1 at its end. */
static int convert(struct text *t, int from_wide, int c)
{
	char bytes[MB_LEN_MAX], byte = c;
	wchar_t wide;
	size_t n;

	if (from_wide == t->wide)
		return put(t, c) < 0 ? -1 : 1;
	if (from_wide) {
		n = wcrtomb(bytes, c, &t->state);
		if (n == (size_t)-1)
			return -1;
		for (size_t i = 0; i < n; i++)
			if (put(t, (unsigned char)bytes[i]) < 0)
				return -1;
		return 1;
	}
	n = mbrtowc(&wide, &byte, 1, &t->state);
	if (n == (size_t)-1)
		return -1;
	if (n == (size_t)-2)
		return 0;
	return put(t, wide) < 0 ? -1 : 1;
}

static int belongs(const struct run *r, const struct spec *s, int c)
{
	if (s->conversion == 'c')
		return 1;
	return s->conversion == 's' ? !is_space(r, c) : in_set(r, s, c);
}

/* Reads what belongs to the conversion; how many characters, or -1. */
static int read_text(struct run *r, struct spec *s, struct text *t,
		     enum outcome *why)
{
	int most = s->width ?: s->conversion == 'c' ? 1 : INT_MAX;
	int n = 0, c = 0, whole = 1;

	while (n < most || !whole) {
		c = scan_get(r->in);
		if (c == -1)
			break;
		if (!belongs(r, s, c)) {
			scan_unget(r->in, c);
			break;
		}
		whole = convert(t, r->in->wide, c);
		if (whole < 0) {
			*why = NO_INPUT;
			return -1;
		}
		n += whole;
	}
	if (!whole)
		errno = EILSEQ;
	*why = c == -1 || !whole ? NO_INPUT : NO_MATCH;
	return whole ? n : -1;
}

static enum outcome text(struct run *r, struct spec *s)
{
	struct text t = { .wide = s->size == SIZE_LONG, .p = s->to };
	enum outcome why;
	int n;

	if (s->allocated && s->to) {
		t.size = 32;
		t.p = malloc(t.size * (t.wide ? sizeof(wchar_t) : 1));
		if (!t.p)
			return NO_INPUT;
	}
	n = read_text(r, s, &t, &why);
	if (n > 0 && s->conversion != 'c' && put(&t, 0) < 0) {
		why = NO_INPUT;
		n = -1;
	}
	if (s->allocated && s->to) {
		if (n > 0)
			*(void **)s->to = t.p;
		else
			free(t.p);
	}
	return n > 0 ? MATCHED : why;
}

static enum outcome literal(struct run *r, int wanted)
{
	int c = scan_get(r->in);

	if (c == wanted)
		return MATCHED;
	scan_unget(r->in, c);
	return c == -1 ? NO_INPUT : NO_MATCH;
}

static enum outcome one(struct run *r, struct spec *s)
{
	enum outcome result;

	if (s->conversion != 'c' && s->conversion != '[' &&
	    s->conversion != 'n') {
		result = skip_space(r);
		if (result != MATCHED)
			return result;
	}
	switch (s->conversion) {
	case 'd':
	case 'i':
	case 'o':
	case 'u':
	case 'x':
	case 'X':
	case 'p':
		return integer(r, s);
	case 'a':
	case 'A':
	case 'e':
	case 'E':
	case 'f':
	case 'F':
	case 'g':
	case 'G':
		return floating(r, s);
	case 'c':
	case 's':
	case '[':
		return text(r, s);
	case 'n':
		if (s->to)
			store(s, r->in->count);
		return MATCHED;
	case '%':
		return literal(r, '%');
	default:
		errno = EINVAL;
		return NO_MATCH;
	}
}

/* One directive of the format. */
static enum outcome directive(struct run *r, int *stored)
{
	int c = unit(r, r->at++);
	enum outcome result;
	struct spec s;

	if (is_space(r, c)) {
		skip_space(r);
		return MATCHED;
	}
	if (c != '%')
		return literal(r, c);
	spec_at(r, &s);
	result = one(r, &s);
	if (result == MATCHED && s.to && s.conversion != 'n')
		++*stored;
	return result;
}

int scan_all(struct scan_source *in, const void *format, va_list ap)
{
	struct run r = { .in = in, .format = format };
	enum outcome result = MATCHED;
	va_list first, next;
	int stored = 0;

	va_copy(first, ap);
	va_copy(next, ap);
	r.first = &first;
	r.next = &next;
	while (result == MATCHED && unit(&r, r.at))
		result = directive(&r, &stored);
	va_end(next);
	va_end(first);
	return result == NO_INPUT && stored == 0 ? EOF : stored;
}
