/* SPDX-License-Identifier: MIT */
/* Internet addresses from text, in the strict forms. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int parse4(const char *text, unsigned char *to)
{
	int i, value, digits;
	char first;

	for (i = 0; i < 4; i++) {
		first = *text;
		for (value = digits = 0;
		     isdigit((unsigned char)*text) && digits < 4; digits++)
			value = value * 10 + *text++ - '0';
		if (digits == 0 || (digits > 1 && first == '0') ||
		    value > 255 || *text != (i < 3 ? '.' : '\0'))
			return 0;
		to[i] = value;
		text++;
	}
	return 1;
}

/* Groups from text on; how many bytes, or -1.  *gap: where "::" was. */
static int parse_groups(const char *text, unsigned char *to, int *gap)
{
	int n = 0, digits;
	unsigned value;

	*gap = -1;
	if (text[0] == ':' && text[1] != ':')
		return -1;
	while (*text) {
		if (text[0] == ':' && text[1] == ':') {
			if (*gap >= 0)
				return -1;
			*gap = n;
			text += 2;
			continue;
		}
		if (*text == ':')
			text++;
		if (n <= 12 && strchr(text, '.') && !strchr(text, ':'))
			return parse4(text, to + n) ? n + 4 : -1;
		for (value = digits = 0;
		     isxdigit((unsigned char)*text) && digits < 5; digits++) {
			char c[2] = { *text++, '\0' };

			value = value << 4 | strtoul(c, NULL, 16);
		}
		if (digits == 0 || digits > 4 || n > 14 ||
		    (*text && *text != ':'))
			return -1;
		to[n++] = value >> 8;
		to[n++] = value;
	}
	return n;
}

static int parse6(const char *text, unsigned char *to)
{
	unsigned char a[16] = { 0 };
	int gap, n = parse_groups(text, a, &gap);

	if (n < 0 || (gap < 0 ? n != 16 : n > 14))
		return 0;
	if (gap < 0)
		gap = n;
	memset(to, 0, 16);
	memcpy(to, a, gap);
	memcpy(to + 16 - (n - gap), a + gap, n - gap);
	return 1;
}

int inet_pton(int family, const char *__restrict text, void *__restrict to)
{
	if (family == AF_INET)
		return parse4(text, to);
	if (family == AF_INET6)
		return parse6(text, to);
	errno = EAFNOSUPPORT;
	return -1;
}
