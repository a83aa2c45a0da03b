/* SPDX-License-Identifier: MIT */
/* What printf() and its siblings share: conversions, and where they go. */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

/* Flags of a conversion. */
enum {
	FORMAT_LEFT = 1,	/* '-' */
	FORMAT_PLUS = 2,	/* '+' */
	FORMAT_SPACE = 4,	/* ' ' */
	FORMAT_ALTERNATIVE = 8, /* '#' */
	FORMAT_ZERO = 16,	/* '0' */
};

enum format_length {
	LENGTH_NONE,
	LENGTH_CHAR,
	LENGTH_SHORT,
	LENGTH_LONG,
	LENGTH_LONG_LONG,
	LENGTH_MAX,
	LENGTH_SIZE,
	LENGTH_DIFFERENCE,
	LENGTH_LONG_DOUBLE,
};

struct format_spec {
	unsigned flags;
	int width;
	int precision; /* -1: none */
	enum format_length length;
	int conversion;
};

/*
 * Where the text goes.  Bytes are ASCII for a wide sink, which has put_wide as
 * well.  Both return 0 or -1 with errno.  deaf: it has no room for more, so
 * only the count matters.
 */
struct format_sink {
	int (*put)(struct format_sink *, const char *, size_t);
	int (*put_wide)(struct format_sink *, const wchar_t *, size_t);
	int deaf;
	int count;
};

/* A run of a number's text: n bytes, or n zeros if text is NULL. */
struct format_piece {
	const char *text;
	int n;
};

#define FORMAT_PIECES 8

/* The text of a number; its zeros for the width go behind the prefix. */
struct format_number {
	char prefix[4];
	int prefix_length;
	int pieces;
	struct format_piece piece[FORMAT_PIECES];
};

static inline void format_begin(struct format_number *t)
{
	t->prefix_length = t->pieces = 0;
}

static inline void format_piece(struct format_number *t, const char *text,
				int n)
{
	if (n > 0)
		t->piece[t->pieces++] = (struct format_piece){ text, n };
}

int format_emit(struct format_sink *, const struct format_spec *,
		const struct format_number *);

/* Counts characters before they are put; -1 if they are too many for an int. */
int format_count(struct format_sink *, long long n);

/* %s and %c, and with LENGTH_LONG of wide characters. */
int format_string(struct format_sink *, struct format_spec *, const void *);
int format_character(struct format_sink *, struct format_spec *, int c);

/* %a, %e, %f, %g and their capitals; is_long: the argument was. */
int format_float(struct format_sink *, const struct format_spec *, long double,
		 int is_long);

/*
 * The whole: format is of char, or of wchar_t for a wide sink.  Returns the
 * number of characters, or -1 with errno.
 */
int format_all(struct format_sink *, const void *format, va_list);

#endif
