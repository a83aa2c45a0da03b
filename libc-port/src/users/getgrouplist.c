/* SPDX-License-Identifier: MIT */
/* The groups that a user belongs to. */
#include <grp.h>
#include <string.h>

int getgrouplist(const char *user, gid_t group, gid_t *list, int *count)
{
	int room = *count, found = 0, i;
	struct group *g;

	if (found++ < room)
		list[0] = group;
	setgrent();
	while ((g = getgrent())) {
		if (g->gr_gid == group)
			continue;
		for (i = 0; g->gr_mem[i]; i++)
			if (strcmp(g->gr_mem[i], user) == 0)
				break;
		if (g->gr_mem[i] && found++ < room)
			list[found - 1] = g->gr_gid;
	}
	endgrent();
	*count = found;
	return found > room ? -1 : found;
}
