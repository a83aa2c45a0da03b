/* SPDX-License-Identifier: MIT */
/* Messages about errors, with the program's name in front. */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char *__progname;

void vwarnx(const char *format, va_list rest)
{
	fprintf(stderr, "%s: ", __progname);
	if (format)
		vfprintf(stderr, format, rest);
	putc('\n', stderr);
}

void vwarn(const char *format, va_list rest)
{
	int error = errno;

	fprintf(stderr, "%s: ", __progname);
	if (format) {
		vfprintf(stderr, format, rest);
		fputs(": ", stderr);
	}
	fprintf(stderr, "%s\n", strerror(error));
}

void verr(int status, const char *format, va_list rest)
{
	vwarn(format, rest);
	exit(status);
}

void verrx(int status, const char *format, va_list rest)
{
	vwarnx(format, rest);
	exit(status);
}

void err(int status, const char *format, ...)
{
	va_list rest;

	va_start(rest, format);
	verr(status, format, rest);
}

void errx(int status, const char *format, ...)
{
	va_list rest;

	va_start(rest, format);
	verrx(status, format, rest);
}

void warn(const char *format, ...)
{
	va_list rest;

	va_start(rest, format);
	vwarn(format, rest);
	va_end(rest);
}

void warnx(const char *format, ...)
{
	va_list rest;

	va_start(rest, format);
	vwarnx(format, rest);
	va_end(rest);
}
