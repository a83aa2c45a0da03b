/* SPDX-License-Identifier: MIT */
/*
 * Takes a string apart at some characters; fields may be empty, the last
 * one too.
 */
#include <string.h>

char *strsep(char **restrict rest, const char *restrict separators)
{
	char *field = *rest;

	if (!field)
		return NULL;
	*rest = strpbrk(field, separators);
	if (*rest)
		*(*rest)++ = '\0';
	return field;
}
