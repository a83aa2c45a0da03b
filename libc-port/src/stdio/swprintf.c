/* SPDX-License-Identifier: MIT */
/* vswprintf() with its arguments in turn. */
#include <stdarg.h>
#include <wchar.h>

int swprintf(wchar_t *restrict to, size_t size, const wchar_t *restrict format,
	     ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vswprintf(to, size, format, ap);
	va_end(ap);
	return n;
}
