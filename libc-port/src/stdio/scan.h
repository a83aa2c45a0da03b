/* SPDX-License-Identifier: MIT */
/* What scanf() and its siblings share: where characters come from. */
#ifndef SCAN_H
#define SCAN_H

#include <stdarg.h>
#include <stdio.h>

/*
 * Bytes, or wide characters.  get() returns -1 at the end; unget() takes back
 * the one that get() returned last.
 */
struct scan_source {
	int (*get)(struct scan_source *);
	void (*unget)(struct scan_source *, int c);
	int wide;
	FILE *from;
	int count; /* what was read and not taken back */
};

static inline int scan_get(struct scan_source *s)
{
	int c = s->get(s);

	s->count += c != -1;
	return c;
}

static inline void scan_unget(struct scan_source *s, int c)
{
	if (c == -1)
		return;
	s->unget(s, c);
	s->count--;
}

/* A number's text; most are short. */
struct scan_text {
	char *bytes; /* small, or memory */
	size_t n, size;
	char small[64];
};

/*
 * The longest text of at most that width that is a number or the beginning of
 * one: NULL with errno 0 if it is no number, NULL with errno if there is no
 * memory.  scan_text_free() follows in any case.  base: as strtol()'s.
 */
const char *scan_integer(struct scan_source *, struct scan_text *, int width,
			 int base);
const char *scan_float(struct scan_source *, struct scan_text *, int width);
void scan_text_free(struct scan_text *);

/*
 * The whole: format is of char, or of wchar_t for a wide source.  Returns how
 * many conversions were stored, or EOF.
 */
int scan_all(struct scan_source *, const void *format, va_list);

#endif
