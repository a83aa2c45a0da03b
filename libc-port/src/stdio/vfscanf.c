/* SPDX-License-Identifier: MIT */
/* vfscanf(), and what Newlib's other functions of bytes call. */
#include <reent.h>
#include <stdio.h>

#include "scan.h"
#include "stream.h"

static int get_from_stream(struct scan_source *s)
{
	return getc_unlocked(s->from);
}

static void unget_to_stream(struct scan_source *s, int c)
{
	ungetc(c, s->from);
}

static int get_from_string(struct scan_source *s)
{
	if (s->from->_r <= 0)
		return -1;
	s->from->_r--;
	return *s->from->_p++;
}

static void unget_to_string(struct scan_source *s, int c)
{
	(void)c;
	s->from->_r++;
	s->from->_p--;
}

int __svfscanf_r(struct _reent *reent, FILE *stream, const char *format,
		 va_list ap)
{
	struct scan_source s = { .get = get_from_stream,
				 .unget = unget_to_stream,
				 .from = stream };
	int result, cancel;

	stream_init(reent);
	cancel = stream_lock(stream);
	stream_orient(stream, -1);
	result = scan_all(&s, format, ap);
	stream_unlock(stream, cancel);
	return result;
}

/* from: a string as a stream, as vsscanf() makes it. */
int __ssvfscanf_r(struct _reent *reent, FILE *from, const char *format,
		  va_list ap)
{
	struct scan_source s = { .get = get_from_string,
				 .unget = unget_to_string,
				 .from = from };

	(void)reent;
	return scan_all(&s, format, ap);
}

int vfscanf(FILE *restrict stream, const char *restrict format, va_list ap)
{
	return __svfscanf_r(_REENT, stream, format, ap);
}

int _vfscanf_r(struct _reent *, FILE *, const char *, va_list)
    __attribute__((alias("__svfscanf_r")));
int __svfiscanf_r(struct _reent *, FILE *, const char *, va_list)
    __attribute__((alias("__svfscanf_r")));
int _vfiscanf_r(struct _reent *, FILE *, const char *, va_list)
    __attribute__((alias("__svfscanf_r")));
int __ssvfiscanf_r(struct _reent *, FILE *, const char *, va_list)
    __attribute__((alias("__ssvfscanf_r")));
int vfiscanf(FILE *, const char *, va_list) __attribute__((alias("vfscanf")));
