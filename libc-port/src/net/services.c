/* SPDX-License-Identifier: MIT */
/* The services in /etc/services: name, port/protocol, aliases. */
#include "database.h"
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

static struct database services = { .path = "/etc/services" };
static struct servent entry;

void setservent(int stay_open)
{
	__database_rewind(&services, stay_open);
}

void endservent(void)
{
	__database_end(&services);
}

struct servent *getservent(void)
{
	char *slash;

	while (__database_next(&services)) {
		slash = strchr(services.second, '/');
		if (!slash)
			continue;
		entry.s_name = services.first;
		entry.s_aliases = services.aliases;
		entry.s_port = htons(strtoul(services.second, NULL, 10));
		entry.s_proto = slash + 1;
		return &entry;
	}
	return NULL;
}

static struct servent *done(struct servent *found)
{
	if (!services.stays_open)
		endservent();
	return found;
}

struct servent *getservbyname(const char *name, const char *protocol)
{
	struct servent *s;

	setservent(0);
	while ((s = getservent()))
		if ((strcmp(s->s_name, name) == 0 ||
		     __database_is_alias(&services, name)) &&
		    (!protocol || strcmp(s->s_proto, protocol) == 0))
			break;
	return done(s);
}

struct servent *getservbyport(int port, const char *protocol)
{
	struct servent *s;

	setservent(0);
	while ((s = getservent()))
		if (s->s_port == port &&
		    (!protocol || strcmp(s->s_proto, protocol) == 0))
			break;
	return done(s);
}
