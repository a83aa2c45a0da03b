/* SPDX-License-Identifier: MIT */
/* The network interfaces: one, which leads back. */
#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#define LOOPBACK_NAME  "lo"
#define LOOPBACK_INDEX 1

unsigned if_nametoindex(const char *name)
{
	if (strcmp(name, LOOPBACK_NAME) == 0)
		return LOOPBACK_INDEX;
	errno = ENODEV;
	return 0;
}

char *if_indextoname(unsigned index, char *name)
{
	if (index == LOOPBACK_INDEX)
		return strcpy(name, LOOPBACK_NAME);
	errno = ENXIO;
	return NULL;
}

struct if_nameindex *if_nameindex(void)
{
	struct {
		struct if_nameindex list[2];
		char name[IF_NAMESIZE];
	} *all = calloc(1, sizeof(*all));

	if (!all) {
		errno = ENOBUFS;
		return NULL;
	}
	all->list[0].if_index = LOOPBACK_INDEX;
	all->list[0].if_name = strcpy(all->name, LOOPBACK_NAME);
	return all->list;
}

void if_freenameindex(struct if_nameindex *list)
{
	free(list);
}
