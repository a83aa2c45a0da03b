/* SPDX-License-Identifier: MIT */
/* printf(): puts numbers and strings into the widths of their conversions. */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "format.h"

/* Counts what is to come; 0 if there is place in an int. */
int format_count(struct format_sink *out, long long n)
{
	if (out->count + n > INT_MAX) {
		errno = EOVERFLOW;
		return -1;
	}
	out->count += n;
	return 0;
}

static int pad(struct format_sink *out, int c, long long n)
{
	char text[64];
	int error = 0;

	if (n <= 0)
		return 0;
	memset(text, c, sizeof(text));
	for (; n > 0 && !error && !out->deaf; n -= sizeof(text))
		error = out->put(out, text,
				 n < (int)sizeof(text) ? n : sizeof(text));
	return error;
}

int format_emit(struct format_sink *out, const struct format_spec *s,
		const struct format_number *t)
{
	long long n = t->prefix_length, fill;
	int zeros = (s->flags & (FORMAT_ZERO | FORMAT_LEFT)) == FORMAT_ZERO;
	int error;

	for (int i = 0; i < t->pieces; i++)
		n += t->piece[i].n;
	fill = s->width > n ? s->width - n : 0;
	error = format_count(out, n + fill);
	if (!error && !zeros && !(s->flags & FORMAT_LEFT))
		error = pad(out, ' ', fill);
	if (!error && t->prefix_length > 0)
		error = out->put(out, t->prefix, t->prefix_length);
	if (!error && zeros)
		error = pad(out, '0', fill);
	for (int i = 0; i < t->pieces && !error; i++)
		error = t->piece[i].text
			    ? out->put(out, t->piece[i].text, t->piece[i].n)
			    : pad(out, '0', t->piece[i].n);
	if (!error && s->flags & FORMAT_LEFT)
		error = pad(out, ' ', fill);
	return error;
}

/* Characters of the sink's own kind, filled up to the width. */
static int padded(struct format_sink *out, const struct format_spec *s,
		  const void *text, size_t n)
{
	long long fill = s->width - (long long)n;
	int error = -1;

	if (n > INT_MAX)
		errno = EOVERFLOW;
	else
		error = format_count(out, n + (fill > 0 ? fill : 0));
	if (!error && !(s->flags & FORMAT_LEFT))
		error = pad(out, ' ', fill);
	if (!error)
		error = out->put_wide ? out->put_wide(out, text, n)
				      : out->put(out, text, n);
	if (!error && s->flags & FORMAT_LEFT)
		error = pad(out, ' ', fill);
	return error;
}

/* Wide characters to a sink of bytes: at most the precision, none in part. */
static int wide_to_bytes(struct format_sink *out, const struct format_spec *s,
			 const wchar_t *text, size_t most)
{
	mbstate_t state = { 0 };
	long long bytes = 0, fill, limit = INT_MAX + 1ll;
	size_t n = 0, i;
	char one[MB_LEN_MAX];
	int error;

	if (s->precision >= 0 && s->conversion != 'C')
		limit = s->precision;
	/* What is behind the limit may be no characters. */
	for (; n < most && bytes < limit && text[n]; n++) {
		size_t length = wcrtomb(one, text[n], &state);

		if (length == (size_t)-1)
			return -1;
		if (bytes + (long long)length > limit)
			break;
		bytes += length;
	}
	fill = s->width > bytes ? s->width - bytes : 0;
	error = format_count(out, bytes + fill);
	if (!error && !(s->flags & FORMAT_LEFT))
		error = pad(out, ' ', fill);
	memset(&state, 0, sizeof(state));
	for (i = 0; i < n && !error; i++)
		error = out->put(out, one, wcrtomb(one, text[i], &state));
	if (!error && s->flags & FORMAT_LEFT)
		error = pad(out, ' ', fill);
	return error;
}

/* Bytes to a wide sink: at most as many characters as the precision. */
static int bytes_to_wide(struct format_sink *out, const struct format_spec *s,
			 const char *text)
{
	mbstate_t state = { 0 };
	const char *p = text;
	long long n = 0, fill;
	wchar_t c;
	int error;

	for (; s->precision < 0 || n < s->precision; n++) {
		size_t length = mbrtowc(&c, p, MB_LEN_MAX, &state);

		if (length == 0)
			break;
		if (length >= (size_t)-2) {
			errno = EILSEQ;
			return -1;
		}
		p += length;
	}
	fill = s->width > n ? s->width - n : 0;
	error = format_count(out, n + fill);
	if (!error && !(s->flags & FORMAT_LEFT))
		error = pad(out, ' ', fill);
	memset(&state, 0, sizeof(state));
	for (; n > 0 && !error; n--) {
		text += mbrtowc(&c, text, MB_LEN_MAX, &state);
		error = out->put_wide(out, &c, 1);
	}
	if (!error && s->flags & FORMAT_LEFT)
		error = pad(out, ' ', fill);
	return error;
}

int format_string(struct format_sink *out, struct format_spec *s,
		  const void *text)
{
	size_t most = s->precision < 0 ? SIZE_MAX : (size_t)s->precision;
	int wide = s->conversion == 'S' || s->length == LENGTH_LONG;

	if (!text) {
		/* Whole or not at all, as on Linux. */
		text = s->precision < 0 || s->precision >= 6 ? "(null)" : "";
		wide = 0;
	}
	if (wide && out->put_wide)
		return padded(out, s, text, wcsnlen(text, most));
	if (wide)
		return wide_to_bytes(out, s, text, SIZE_MAX);
	if (out->put_wide)
		return bytes_to_wide(out, s, text);
	return padded(out, s, text, strnlen(text, most));
}

int format_character(struct format_sink *out, struct format_spec *s, int c)
{
	int wide = s->conversion == 'C' || s->length == LENGTH_LONG;
	wchar_t w = wide ? (wchar_t)c : (wchar_t)btowc((unsigned char)c);
	char byte = c;

	if (out->put_wide) {
		if (!wide && w == (wchar_t)WEOF) {
			errno = EILSEQ;
			return -1;
		}
		return padded(out, s, &w, 1);
	}
	if (!wide || !w)
		return padded(out, s, &byte, 1);
	s->conversion = 'C';
	return wide_to_bytes(out, s, &w, 1);
}
