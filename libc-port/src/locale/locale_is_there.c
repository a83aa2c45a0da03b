/* SPDX-License-Identifier: MIT */
/*
 * Is there a locale of that name?  Newlib takes whatever looks like one.  All
 * it has is C's, whose texts are English, in encodings that it can read.
 */
#include <stddef.h>
#include <string.h>
#include <strings.h>

int __locale_is_there(const char *name);

static int is_encoding(const char *name)
{
	static const char *const encodings[] = {
		"UTF-8",    "UTF8", "ASCII", "ISO-8859-1", "ISO8859-1",
		"ISO88591", "JIS",  "EUCJP", "EUC-JP",	   "SJIS",
	};
	size_t length = strcspn(name, "@");

	for (size_t i = 0; i < sizeof(encodings) / sizeof(*encodings); i++)
		if (strlen(encodings[i]) == length &&
		    !strncasecmp(name, encodings[i], length))
			return 1;
	return 0;
}

/* C, POSIX, C.UTF-8, Newlib's C-UTF-8, en, en_US, en_US.UTF-8@modifier. */
int __locale_is_there(const char *name)
{
	if (!strcmp(name, "C") || !strcmp(name, "POSIX"))
		return 1;
	if (name[0] == 'C' && (name[1] == '.' || name[1] == '-'))
		return is_encoding(name + 2);
	if (strncmp(name, "en", 2) != 0)
		return 0;
	name += 2;
	if (*name == '_')
		name += 1 + strspn(name + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	if (*name == '.')
		return is_encoding(name + 1);
	return *name == '\0' || *name == '@';
}
