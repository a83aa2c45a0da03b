/* SPDX-License-Identifier: MIT */
/* scanf(): which characters of the input are a number's. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "scan.h"

/* What has been read of a number. */
struct text {
	struct scan_source *from;
	int left; /* characters that its width still allows */
	char *bytes;
	size_t n, size;
	int no_memory;
};

static int peek(struct text *t)
{
	int c;

	if (t->left <= 0)
		return -1;
	c = scan_get(t->from);
	scan_unget(t->from, c);
	return c;
}

static int lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
}

/* Moves one character from the input to the text. */
static void take(struct text *t)
{
	int c = scan_get(t->from);

	if (t->n + 1 >= t->size) {
		size_t size = t->size ? t->size * 2 : 64;
		char *bigger = realloc(t->bytes, size);

		if (!bigger) {
			t->no_memory = 1;
			t->left = 0;
			return;
		}
		t->bytes = bigger;
		t->size = size;
	}
	t->bytes[t->n++] = c;
	t->bytes[t->n] = '\0';
	t->left--;
}

static int take_if(struct text *t, int one, int other)
{
	int c = peek(t);

	if (c == -1 || (c != one && c != other))
		return 0;
	take(t);
	return 1;
}

static int is_digit(int c, int base)
{
	c = lower(c);
	if (c >= '0' && c <= '9')
		return c - '0' < base;
	return c >= 'a' && c - 'a' + 10 < base && c <= 'z';
}

static size_t take_digits(struct text *t, int base)
{
	size_t before = t->n;

	while (is_digit(peek(t), base))
		take(t);
	return t->n - before;
}

/* As much of the word as there is; is it the whole? */
static int take_word(struct text *t, const char *word)
{
	while (*word && peek(t) != -1 && lower(peek(t)) == *word) {
		take(t);
		word++;
	}
	return !*word;
}

static char *finish(struct text *t, int is_number)
{
	errno = t->no_memory ? ENOMEM : 0;
	if (is_number && !t->no_memory)
		return t->bytes;
	free(t->bytes);
	return NULL;
}

char *scan_integer(struct scan_source *from, int width, int base)
{
	struct text t = { .from = from, .left = width };
	size_t zero = 0;

	take_if(&t, '+', '-');
	if ((base == 0 || base == 16) && take_if(&t, '0', '0')) {
		zero = 1;
		if (take_if(&t, 'x', 'X')) {
			zero = 0;
			base = 16;
		} else if (base == 0) {
			base = 8;
		}
	}
	if (base == 0)
		base = 10;
	return finish(&t, take_digits(&t, base) + zero > 0);
}

/* Digits with a point, and an exponent of the letter. */
static int take_digits_and_exponent(struct text *t, int base, int letter,
				    size_t digits)
{
	digits += take_digits(t, base);
	if (take_if(t, '.', '.'))
		digits += take_digits(t, base);
	if (!digits)
		return 0;
	if (!take_if(t, letter, letter - 'a' + 'A'))
		return 1;
	take_if(t, '+', '-');
	return take_digits(t, 10) > 0;
}

/* "inf" and "nan" as well; what may stand behind "nan" is left, as on Linux. */
char *scan_float(struct scan_source *from, int width)
{
	struct text t = { .from = from, .left = width };
	int c, ok;

	take_if(&t, '+', '-');
	c = peek(&t);
	if (c == 'i' || c == 'I') {
		ok = take_word(&t, "inf");
		if (ok && (peek(&t) == 'i' || peek(&t) == 'I'))
			ok = take_word(&t, "inity");
	} else if (c == 'n' || c == 'N') {
		ok = take_word(&t, "nan");
	} else if (take_if(&t, '0', '0')) {
		if (take_if(&t, 'x', 'X'))
			ok = take_digits_and_exponent(&t, 16, 'p', 0);
		else
			ok = take_digits_and_exponent(&t, 10, 'e', 1);
	} else {
		ok = take_digits_and_exponent(&t, 10, 'e', 0);
	}
	return finish(&t, ok);
}
