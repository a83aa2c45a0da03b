/* SPDX-License-Identifier: MIT */
/* vfwscanf(), and what Newlib's other functions of wide characters call. */
#include <reent.h>
#include <stdio.h>
#include <wchar.h>

#include "scan.h"
#include "stream.h"

static int get_from_stream(struct scan_source *s)
{
	wint_t c = fgetwc_unlocked(s->from);

	return c == WEOF ? -1 : (int)c;
}

static void unget_to_stream(struct scan_source *s, int c)
{
	ungetwc(c, s->from);
}

static int get_from_string(struct scan_source *s)
{
	if (s->from->_r <= 0)
		return -1;
	s->from->_r -= sizeof(wchar_t);
	s->from->_p += sizeof(wchar_t);
	return ((const wchar_t *)s->from->_p)[-1];
}

static void unget_to_string(struct scan_source *s, int c)
{
	(void)c;
	s->from->_r += sizeof(wchar_t);
	s->from->_p -= sizeof(wchar_t);
}

int __svfwscanf_r(struct _reent *reent, FILE *stream, const wchar_t *format,
		  va_list ap)
{
	struct scan_source s = { .get = get_from_stream,
				 .unget = unget_to_stream,
				 .wide = 1,
				 .from = stream };
	int result, cancel;

	stream_init(reent);
	cancel = stream_lock(stream);
	stream_orient(stream, 1);
	result = scan_all(&s, format, ap);
	stream_unlock(stream, cancel);
	return result;
}

/* from: a string as a stream, as vswscanf() makes it. */
int __ssvfwscanf_r(struct _reent *reent, FILE *from, const wchar_t *format,
		   va_list ap)
{
	struct scan_source s = { .get = get_from_string,
				 .unget = unget_to_string,
				 .wide = 1,
				 .from = from };

	(void)reent;
	return scan_all(&s, format, ap);
}

int vfwscanf(FILE *restrict stream, const wchar_t *restrict format, va_list ap)
{
	return __svfwscanf_r(_REENT, stream, format, ap);
}

int _vfwscanf_r(struct _reent *, FILE *, const wchar_t *, va_list)
    __attribute__((alias("__svfwscanf_r")));
int __svfiwscanf_r(struct _reent *, FILE *, const wchar_t *, va_list)
    __attribute__((alias("__svfwscanf_r")));
int _vfiwscanf_r(struct _reent *, FILE *, const wchar_t *, va_list)
    __attribute__((alias("__svfwscanf_r")));
int __ssvfiwscanf_r(struct _reent *, FILE *, const wchar_t *, va_list)
    __attribute__((alias("__ssvfwscanf_r")));
int vfiwscanf(FILE *, const wchar_t *, va_list)
    __attribute__((alias("vfwscanf")));
