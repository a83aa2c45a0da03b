/* SPDX-License-Identifier: MIT */
/* strftime() for wide characters. */
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <wchar.h>

static size_t through_bytes(wchar_t *to, size_t size, const char *how,
			    const struct tm *tm)
{
	size_t room =
	    size < SIZE_MAX / MB_LEN_MAX ? size * MB_LEN_MAX : SIZE_MAX / 2;
	char *text = malloc(room);
	const char *from = text;
	mbstate_t state = { 0 };
	size_t n = 0;

	if (!text)
		return 0;
	if (strftime(text, room, how, tm) > 0) {
		n = mbsrtowcs(to, &from, size, &state);
		if (n == (size_t)-1 || from)
			n = 0;
	}
	free(text);
	return n;
}

size_t wcsftime(wchar_t *restrict to, size_t size, const wchar_t *restrict how,
		const struct tm *restrict tm)
{
	size_t room = (wcslen(how) + 1) * MB_LEN_MAX, n = 0;
	char *bytes = malloc(room);
	const wchar_t *from = how;
	mbstate_t state = { 0 };

	if (size > 0)
		*to = L'\0';
	if (bytes && size > 0 &&
	    wcsrtombs(bytes, &from, room, &state) != (size_t)-1)
		n = through_bytes(to, size, bytes, tm);
	free(bytes);
	return n;
}

size_t wcsftime_l(wchar_t *restrict to, size_t size,
		  const wchar_t *restrict how, const struct tm *restrict tm,
		  locale_t locale)
{
	(void)locale;
	return wcsftime(to, size, how, tm);
}
