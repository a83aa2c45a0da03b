/* SPDX-License-Identifier: MIT */
/*
 * vfprintf(), and what Newlib's other functions of bytes call: of streams, and
 * of strings, which are streams with __SSTR whose buffer grows if __SMBF.
 */
#include <errno.h>
#include <limits.h>
#include <reent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "stream.h"

/* Most pieces of text are short: shorter than the way to memcpy() and back. */
static inline void copy(void *to, const char *text, size_t n)
{
	char *p = to;

	if (n > 16)
		memcpy(to, text, n);
	else
		while (n-- > 0)
			*p++ = *text++;
}

/* Bytes on their way to a stream, so that one without a buffer gets them. */
struct stream_sink {
	struct format_sink sink;
	FILE *stream;
	size_t n;
	char bytes[512];
};

static int flush(struct stream_sink *s)
{
	size_t n = s->n;

	s->n = 0;
	return fwrite_unlocked(s->bytes, 1, n, s->stream) == n ? 0 : -1;
}

static int put_to_stream(struct format_sink *sink, const char *text, size_t n)
{
	struct stream_sink *s = (struct stream_sink *)sink;

	if (n > sizeof(s->bytes) - s->n && flush(s) < 0)
		return -1;
	if (n > sizeof(s->bytes))
		return fwrite_unlocked(text, 1, n, s->stream) == n ? 0 : -1;
	copy(s->bytes + s->n, text, n);
	s->n += n;
	return 0;
}

int _vfprintf_r(struct _reent *reent, FILE *stream, const char *format,
		va_list ap)
{
	struct stream_sink s = { .sink = { .put = put_to_stream },
				 .stream = stream };
	int result, cancel;

	cancel = stream_lock(stream);
	if (stream_prepare_write(reent, stream, -1) < 0) {
		result = -1;
	} else {
		result = format_all(&s.sink, format, ap);
		/* What came before an error is written as well. */
		if (s.n > 0 && flush(&s) < 0)
			result = -1;
	}
	stream_unlock(stream, cancel);
	return result;
}

struct string_sink {
	struct format_sink sink;
	FILE *to;
};

/* Room for n more bytes and a NUL in memory that asprintf() allocates. */
static int grow(FILE *to, size_t n)
{
	size_t used = to->_p - to->_bf._base;
	size_t size = to->_bf._size * 3 / 2;
	unsigned char *bigger;

	if (size < used + n + 1)
		size = used + n + 1;
	bigger = to->_flags & __SMBF ? realloc(to->_bf._base, size) : NULL;
	if (!bigger && to->_flags & __SOPT) {
		/* It is the caller's, and must stay. */
		bigger = malloc(size);
		if (bigger)
			memcpy(bigger, to->_bf._base, used);
		to->_flags = (to->_flags & ~__SOPT) | __SMBF;
	}
	if (!bigger) {
		errno = ENOMEM;
		return -1;
	}
	to->_bf._base = bigger;
	to->_p = bigger + used;
	to->_bf._size = size;
	to->_w = size - used;
	return 0;
}

static int put_to_string(struct format_sink *sink, const char *text, size_t n)
{
	FILE *to = ((struct string_sink *)sink)->to;

	if ((size_t)to->_w <= n && to->_flags & (__SMBF | __SOPT) &&
	    grow(to, n) < 0)
		return -1;
	if ((size_t)to->_w < n) {
		n = to->_w;
		sink->deaf = 1;
	}
	copy(to->_p, text, n);
	to->_p += n;
	to->_w -= n;
	return 0;
}

int _svfprintf_r(struct _reent *reent, FILE *to, const char *format, va_list ap)
{
	struct string_sink s = { .sink = { .put = put_to_string }, .to = to };

	(void)reent;
	/* Its caller puts a NUL behind the text, even if there is none. */
	if (to->_flags & __SMBF && !to->_bf._base && grow(to, 0) < 0)
		return -1;
	return format_all(&s.sink, format, ap);
}

int vfprintf(FILE *restrict stream, const char *restrict format, va_list ap)
{
	return _vfprintf_r(_REENT, stream, format, ap);
}

int _vfiprintf_r(struct _reent *, FILE *, const char *, va_list)
    __attribute__((alias("_vfprintf_r")));
int _svfiprintf_r(struct _reent *, FILE *, const char *, va_list)
    __attribute__((alias("_svfprintf_r")));
int vfiprintf(FILE *, const char *, va_list) __attribute__((alias("vfprintf")));
