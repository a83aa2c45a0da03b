/* SPDX-License-Identifier: MIT */
/*
 * Databases of names in /etc: a line has fields between blanks, the second of
 * which is its value, but for hosts; "#" begins a comment.
 */
#ifndef NET_DATABASE_H
#define NET_DATABASE_H

#include <stdio.h>

#define DATABASE_ALIASES 30

struct database {
	const char *path;
	FILE *file;
	int stays_open;
	char line[1024];
	char *first, *second;
	char *aliases[DATABASE_ALIASES + 1]; /* what follows, then NULL */
};

/* From the start again. */
void __database_rewind(struct database *d, int stay_open);
void __database_end(struct database *d);
/* The next line, taken apart; 0: there is none, or no such file. */
int __database_next(struct database *d);
/* Is it one of those? */
int __database_is_alias(const struct database *d, const char *name);

#endif
