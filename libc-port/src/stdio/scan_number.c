/* SPDX-License-Identifier: MIT */
/* scanf(): which characters of the input are a number's. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "scan.h"

/* A number that is being read. */
struct reader {
	struct scan_source *from;
	struct scan_text *text;
	int left;      /* characters that its width still allows */
	int has_ahead; /* ahead was read, and may have to be taken back */
	int ahead;     /* -1: there are no more */
	int no_memory;
};

static int peek(struct reader *r)
{
	if (!r->has_ahead)
		r->ahead = r->left > 0 ? scan_get(r->from) : -1;
	r->has_ahead = 1;
	return r->ahead;
}

static int lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
}

static int grow(struct scan_text *t)
{
	char *old = t->bytes == t->small ? NULL : t->bytes;
	char *bigger = realloc(old, t->size * 2);

	if (!bigger)
		return -1;
	if (!old)
		memcpy(bigger, t->small, t->n);
	t->bytes = bigger;
	t->size *= 2;
	return 0;
}

/* Moves the character that peek() gave to the text. */
static void take(struct reader *r)
{
	struct scan_text *t = r->text;

	r->has_ahead = 0;
	if (t->n + 1 == t->size && grow(t) < 0) {
		r->no_memory = 1;
		r->left = 0;
		return;
	}
	t->bytes[t->n++] = r->ahead;
	r->left--;
}

static int take_if(struct reader *r, int one, int other)
{
	int c = peek(r);

	if (c == -1 || (c != one && c != other))
		return 0;
	take(r);
	return 1;
}

static int is_digit(int c, int base)
{
	c = lower(c);
	if (c >= '0' && c <= '9')
		return c - '0' < base;
	return c >= 'a' && c - 'a' + 10 < base && c <= 'z';
}

static size_t take_digits(struct reader *r, int base)
{
	size_t before = r->text->n;

	while (is_digit(peek(r), base))
		take(r);
	return r->text->n - before;
}

/* As much of the word as there is; is it the whole? */
static int take_word(struct reader *r, const char *word)
{
	while (*word && peek(r) != -1 && lower(peek(r)) == *word) {
		take(r);
		word++;
	}
	return !*word;
}

static struct reader reader_of(struct scan_source *from, struct scan_text *t,
			       int width)
{
	t->bytes = t->small;
	t->n = 0;
	t->size = sizeof(t->small);
	return (struct reader){ .from = from, .text = t, .left = width };
}

static const char *finish(struct reader *r, int is_number)
{
	if (r->has_ahead)
		scan_unget(r->from, r->ahead);
	r->text->bytes[r->text->n] = '\0';
	errno = r->no_memory ? ENOMEM : 0;
	return is_number && !r->no_memory ? r->text->bytes : NULL;
}

void scan_text_free(struct scan_text *t)
{
	if (t->bytes != t->small)
		free(t->bytes);
}

const char *scan_integer(struct scan_source *from, struct scan_text *text,
			 int width, int base)
{
	struct reader r = reader_of(from, text, width);
	size_t zero = 0;

	take_if(&r, '+', '-');
	if ((base == 0 || base == 16) && take_if(&r, '0', '0')) {
		zero = 1;
		if (take_if(&r, 'x', 'X')) {
			zero = 0;
			base = 16;
		} else if (base == 0) {
			base = 8;
		}
	}
	if (base == 0)
		base = 10;
	return finish(&r, take_digits(&r, base) + zero > 0);
}

/* Digits with a point, and an exponent of the letter. */
static int take_digits_and_exponent(struct reader *r, int base, int letter,
				    size_t digits)
{
	digits += take_digits(r, base);
	if (take_if(r, '.', '.'))
		digits += take_digits(r, base);
	if (!digits)
		return 0;
	if (!take_if(r, letter, letter - 'a' + 'A'))
		return 1;
	take_if(r, '+', '-');
	return take_digits(r, 10) > 0;
}

/* "inf" and "nan" as well; what may stand behind "nan" is left, as on Linux. */
const char *scan_float(struct scan_source *from, struct scan_text *text,
		       int width)
{
	struct reader r = reader_of(from, text, width);
	int c, ok;

	take_if(&r, '+', '-');
	c = peek(&r);
	if (c == 'i' || c == 'I') {
		ok = take_word(&r, "inf");
		if (ok && (peek(&r) == 'i' || peek(&r) == 'I'))
			ok = take_word(&r, "inity");
	} else if (c == 'n' || c == 'N') {
		ok = take_word(&r, "nan");
	} else if (take_if(&r, '0', '0')) {
		if (take_if(&r, 'x', 'X'))
			ok = take_digits_and_exponent(&r, 16, 'p', 0);
		else
			ok = take_digits_and_exponent(&r, 10, 'e', 1);
	} else {
		ok = take_digits_and_exponent(&r, 10, 'e', 0);
	}
	return finish(&r, ok);
}
