/* SPDX-License-Identifier: MIT */
/*
 * What strtod() and the like do with the text that may follow "nan": letters,
 * digits and underscores in parentheses belong to it, and mean nothing (C99,
 * 7.20.1.3).  Newlib's takes spaces as well, and makes a signaling NaN of
 * some.
 */
#include <string.h>
#include <strings.h>

struct FPI;
int __hexnan(const char **text, const struct FPI *format, unsigned *bits);
int __match(const char **text, const char *rest);

/* Of Newlib's gdtoa.h: a NaN whose bits are not given. */
#define STRTOG_NAN 4

int __hexnan(const char **text, const struct FPI *format, unsigned *bits)
{
	size_t n = 1 + strspn(*text + 1, "0123456789_abcdefghijklmnopqrstuvwxyz"
					 "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	(void)format;
	(void)bits;
	if ((*text)[n] == ')')
		*text += n + 1;
	return STRTOG_NAN;
}

/* Does a word go on like that?  If so, what follows it is next. */
int __match(const char **text, const char *rest)
{
	size_t n = strlen(rest);

	if (strncasecmp(*text + 1, rest, n) != 0)
		return 0;
	*text += n + 1;
	return 1;
}
