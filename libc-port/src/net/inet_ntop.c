/* SPDX-License-Identifier: MIT */
/* Internet addresses as text. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static int format4(char *to, const unsigned char *a)
{
	return sprintf(to, "%d.%d.%d.%d", a[0], a[1], a[2], a[3]);
}

/* The longest run of two or more zero groups, which "::" stands for. */
static int longest_run(const unsigned short *group, int *length)
{
	int best = -1, start = -1, i;

	*length = 1;
	for (i = 0; i < 8; i++) {
		if (group[i] != 0) {
			start = -1;
			continue;
		}
		if (start < 0)
			start = i;
		if (i - start + 1 > *length) {
			best = start;
			*length = i - start + 1;
		}
	}
	return best;
}

static void format6(char *to, const unsigned char *a)
{
	unsigned short group[8];
	int run, length, i;

	for (i = 0; i < 8; i++)
		group[i] = a[2 * i] << 8 | a[2 * i + 1];
	run = longest_run(group, &length);
	for (i = 0; i < 8; i++) {
		if (i == run) {
			to += sprintf(to, "::");
			i += length - 1;
			continue;
		}
		if (i > 0 && i != run + length)
			*to++ = ':';
		if (i == 6 && run == 0 &&
		    (length == 6 || (length == 5 && group[5] == 0xffff))) {
			format4(to, a + 12);
			return;
		}
		to += sprintf(to, "%x", group[i]);
	}
	*to = '\0';
}

const char *inet_ntop(int family, const void *__restrict address,
		      char *__restrict to, socklen_t size)
{
	char text[INET6_ADDRSTRLEN + 8];

	if (family == AF_INET) {
		format4(text, address);
	} else if (family == AF_INET6) {
		format6(text, address);
	} else {
		errno = EAFNOSUPPORT;
		return NULL;
	}
	if (strlen(text) >= size) {
		errno = ENOSPC;
		return NULL;
	}
	return strcpy(to, text);
}

char *inet_ntoa(struct in_addr address)
{
	static __thread char text[INET_ADDRSTRLEN];

	format4(text, (const unsigned char *)&address);
	return text;
}
