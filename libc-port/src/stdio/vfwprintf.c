/* SPDX-License-Identifier: MIT */
/* vfwprintf(), and what Newlib's other functions of wide characters call. */
#include <errno.h>
#include <reent.h>
#include <stdio.h>
#include <wchar.h>

#include "format.h"
#include "stream.h"

struct wide_sink {
	struct format_sink sink;
	FILE *to;
};

static int put_wide_to_stream(struct format_sink *sink, const wchar_t *text,
			      size_t n)
{
	FILE *to = ((struct wide_sink *)sink)->to;

	for (; n > 0; n--, text++)
		if (fputwc_unlocked(*text, to) == WEOF)
			return -1;
	return 0;
}

static int put_wide_to_string(struct format_sink *sink, const wchar_t *text,
			      size_t n)
{
	FILE *to = ((struct wide_sink *)sink)->to;
	size_t room = to->_w / sizeof(wchar_t);

	if (room < n) {
		n = room;
		sink->deaf = 1;
	}
	wmemcpy((wchar_t *)to->_p, text, n);
	to->_p += n * sizeof(wchar_t);
	to->_w -= n * sizeof(wchar_t);
	return 0;
}

/* ASCII. */
static int put(struct format_sink *sink, const char *text, size_t n)
{
	int error = 0;

	for (; n > 0 && !error; n--, text++) {
		wchar_t c = (unsigned char)*text;

		error = sink->put_wide(sink, &c, 1);
	}
	return error;
}

int _vfwprintf_r(struct _reent *reent, FILE *stream, const wchar_t *format,
		 va_list ap)
{
	struct wide_sink s = { .sink = { .put = put,
					 .put_wide = put_wide_to_stream },
			       .to = stream };
	int result = -1, cancel;

	cancel = stream_lock(stream);
	if (stream_prepare_write(reent, stream, 1) == 0)
		result = format_all(&s.sink, format, ap);
	stream_unlock(stream, cancel);
	return result;
}

int _svfwprintf_r(struct _reent *reent, FILE *to, const wchar_t *format,
		  va_list ap)
{
	struct wide_sink s = {
		.sink = { .put = put, .put_wide = put_wide_to_string }, .to = to
	};

	(void)reent;
	return format_all(&s.sink, format, ap);
}

int vfwprintf(FILE *restrict stream, const wchar_t *restrict format, va_list ap)
{
	return _vfwprintf_r(_REENT, stream, format, ap);
}

int _vfiwprintf_r(struct _reent *, FILE *, const wchar_t *, va_list)
    __attribute__((alias("_vfwprintf_r")));
int _svfiwprintf_r(struct _reent *, FILE *, const wchar_t *, va_list)
    __attribute__((alias("_svfwprintf_r")));
int vfiwprintf(FILE *, const wchar_t *, va_list)
    __attribute__((alias("vfwprintf")));
