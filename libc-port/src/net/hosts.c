/* SPDX-License-Identifier: MIT */
/* The hosts in /etc/hosts: address, name, aliases. */
#include "database.h"
#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

static struct database hosts = { .path = "/etc/hosts" };
static struct hostent entry;
static struct in_addr address;
static char *addresses[2];

__thread int h_errno;

void sethostent(int stay_open)
{
	__database_rewind(&hosts, stay_open);
}

void endhostent(void)
{
	__database_end(&hosts);
}

static struct hostent *fill_in(char *name, char **aliases)
{
	addresses[0] = (char *)&address;
	entry = (struct hostent){ .h_name = name,
				  .h_aliases = aliases,
				  .h_addrtype = AF_INET,
				  .h_length = sizeof(address),
				  .h_addr_list = addresses };
	return &entry;
}

struct hostent *gethostent(void)
{
	while (__database_next(&hosts))
		if (inet_pton(AF_INET, hosts.first, &address) == 1)
			return fill_in(hosts.second, hosts.aliases);
	return NULL;
}

static struct hostent *done(struct hostent *found)
{
	if (!found)
		h_errno = HOST_NOT_FOUND;
	if (!hosts.stays_open)
		endhostent();
	return found;
}

struct hostent *gethostbyname(const char *name)
{
	static char *none[1];
	struct hostent *h;

	if (inet_aton(name, &address)) {
		snprintf(hosts.line, sizeof(hosts.line), "%s", name);
		return fill_in(hosts.line, none);
	}
	sethostent(0);
	while ((h = gethostent()))
		if (strcasecmp(h->h_name, name) == 0 ||
		    __database_is_alias(&hosts, name))
			break;
	return done(h);
}

struct hostent *gethostbyaddr(const void *addr, socklen_t length, int type)
{
	struct hostent *h = NULL;

	if (type != AF_INET || length < sizeof(address))
		return done(NULL);
	sethostent(0);
	while ((h = gethostent()))
		if (memcmp(addr, &address, sizeof(address)) == 0)
			break;
	return done(h);
}

const char *hstrerror(int error)
{
	static const char *const texts[] = {
		"Resolver Error 0 (no error)",	   "Unknown host",
		"Host name lookup failure",	   "Unknown server error",
		"No address associated with name",
	};

	return (unsigned)error < sizeof(texts) / sizeof(*texts)
		   ? texts[error]
		   : "Unknown resolver error";
}

void herror(const char *text)
{
	fprintf(stderr, "%s%s%s\n", text ? text : "", text && *text ? ": " : "",
		hstrerror(h_errno));
}
