/* SPDX-License-Identifier: MIT */
/* Takes on the groups that a user belongs to. */
#include <grp.h>
#include <limits.h>
#include <unistd.h>

int getgrouplist(const char *, gid_t, gid_t *, int *);

int initgroups(const char *user, gid_t group)
{
	gid_t list[NGROUPS_MAX];
	int count = NGROUPS_MAX;

	if (getgrouplist(user, group, list, &count) < 0)
		count = NGROUPS_MAX;
	return setgroups(count, list);
}
