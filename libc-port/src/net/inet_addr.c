/* SPDX-License-Identifier: MIT */
/* Internet addresses from text: one to four numbers with dots between. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>

int inet_aton(const char *text, struct in_addr *address)
{
	unsigned long part[4], value;
	char *end;
	int n = 0, i;

	for (;; text = end + 1) {
		if (n == 4 || !isdigit((unsigned char)*text))
			return 0;
		part[n++] = strtoul(text, &end, 0);
		if (*end != '.')
			break;
	}
	if (*end && !isspace((unsigned char)*end))
		return 0;
	/* The last number fills the bytes that are left. */
	value = part[n - 1];
	if (n > 1 && value >> (8 * (5 - n)))
		return 0;
	for (i = 0; i < n - 1; i++) {
		if (part[i] > 255)
			return 0;
		value |= part[i] << (24 - 8 * i);
	}
	if (address)
		address->s_addr = htonl(value);
	return 1;
}

in_addr_t inet_addr(const char *text)
{
	struct in_addr address;

	return inet_aton(text, &address) ? address.s_addr : INADDR_NONE;
}
