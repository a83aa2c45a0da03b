/* SPDX-License-Identifier: MIT */
/* Users' names for ps, top, pgrep and pkill. */
#ifndef USERLAND_USERS_H
#define USERLAND_USERS_H

#include <pwd.h>
#include <stdio.h>

/* Good until the next call. */
static inline const char *user_name(unsigned uid)
{
	static char number[16];
	struct passwd *entry = getpwuid(uid);

	if (entry)
		return entry->pw_name;
	snprintf(number, sizeof(number), "%u", uid);
	return number;
}

#endif
