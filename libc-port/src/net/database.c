/* SPDX-License-Identifier: MIT */
#include "database.h"
#include <string.h>

void __database_end(struct database *d)
{
	if (d->file)
		fclose(d->file);
	d->file = NULL;
	d->stays_open = 0;
}

void __database_rewind(struct database *d, int stay_open)
{
	if (d->file)
		rewind(d->file);
	d->stays_open |= stay_open;
}

static int take_apart(struct database *d)
{
	char *s = d->line, *field;
	int n = 0;

	s[strcspn(s, "#\n")] = '\0';
	d->first = d->second = NULL;
	while ((field = strsep(&s, " \t")) && n < DATABASE_ALIASES) {
		if (*field == '\0')
			continue;
		if (!d->first)
			d->first = field;
		else if (!d->second)
			d->second = field;
		else
			d->aliases[n++] = field;
	}
	d->aliases[n] = NULL;
	return !!d->second;
}

int __database_next(struct database *d)
{
	if (!d->file)
		d->file = fopen(d->path, "re");
	while (d->file && fgets(d->line, sizeof(d->line), d->file))
		if (take_apart(d))
			return 1;
	return 0;
}

int __database_is_alias(const struct database *d, const char *name)
{
	for (char *const *p = d->aliases; *p; p++)
		if (strcmp(*p, name) == 0)
			return 1;
	return 0;
}
