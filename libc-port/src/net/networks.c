/* SPDX-License-Identifier: MIT */
/* The networks in /etc/networks: name, address, aliases. */
#include "database.h"
#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>

static struct database networks = { .path = "/etc/networks" };
static struct netent entry;

void setnetent(int stay_open)
{
	__database_rewind(&networks, stay_open);
}

void endnetent(void)
{
	__database_end(&networks);
}

struct netent *getnetent(void)
{
	if (!__database_next(&networks))
		return NULL;
	entry.n_name = networks.first;
	entry.n_aliases = networks.aliases;
	entry.n_addrtype = AF_INET;
	entry.n_net = ntohl(inet_addr(networks.second));
	return &entry;
}

static struct netent *done(struct netent *found)
{
	if (!networks.stays_open)
		endnetent();
	return found;
}

struct netent *getnetbyname(const char *name)
{
	struct netent *n;

	setnetent(0);
	while ((n = getnetent()))
		if (strcmp(n->n_name, name) == 0 ||
		    __database_is_alias(&networks, name))
			break;
	return done(n);
}

struct netent *getnetbyaddr(uint32_t net, int type)
{
	struct netent *n;

	setnetent(0);
	while ((n = getnetent()))
		if (n->n_addrtype == type && n->n_net == net)
			break;
	return done(n);
}
