/* SPDX-License-Identifier: MIT */
/* The protocols in /etc/protocols: name, number, aliases. */
#include "database.h"
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

static struct database protocols = { .path = "/etc/protocols" };
static struct protoent entry;

void setprotoent(int stay_open)
{
	__database_rewind(&protocols, stay_open);
}

void endprotoent(void)
{
	__database_end(&protocols);
}

struct protoent *getprotoent(void)
{
	if (!__database_next(&protocols))
		return NULL;
	entry.p_name = protocols.first;
	entry.p_proto = strtoul(protocols.second, NULL, 10);
	entry.p_aliases = protocols.aliases;
	return &entry;
}

static struct protoent *done(struct protoent *found)
{
	if (!protocols.stays_open)
		endprotoent();
	return found;
}

struct protoent *getprotobyname(const char *name)
{
	struct protoent *p;

	setprotoent(0);
	while ((p = getprotoent()))
		if (strcmp(p->p_name, name) == 0 ||
		    __database_is_alias(&protocols, name))
			break;
	return done(p);
}

struct protoent *getprotobynumber(int number)
{
	struct protoent *p;

	setprotoent(0);
	while ((p = getprotoent()))
		if (p->p_proto == number)
			break;
	return done(p);
}
