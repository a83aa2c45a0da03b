/* SPDX-License-Identifier: MIT */
/* Writes wide characters to memory; an error if they are too many for it. */
#include <errno.h>
#include <limits.h>
#include <reent.h>
#include <stdio.h>
#include <wchar.h>

int _svfwprintf_r(struct _reent *, FILE *, const wchar_t *, va_list);

int vswprintf(wchar_t *restrict to, size_t size, const wchar_t *restrict format,
	      va_list ap)
{
	FILE f = { ._flags = __SWR | __SSTR, ._file = -1 };
	int n;

	if (size == 0 || size > INT_MAX / sizeof(*to)) {
		errno = EOVERFLOW;
		return -1;
	}
	f._p = f._bf._base = (unsigned char *)to;
	f._w = f._bf._size = (size - 1) * sizeof(*to);
	n = _svfwprintf_r(_REENT, &f, format, ap);
	*(wchar_t *)f._p = L'\0';
	if (n < 0 || (size_t)n < size)
		return n;
	errno = EOVERFLOW;
	return -1;
}
