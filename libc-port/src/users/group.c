/* SPDX-License-Identifier: MIT */
/* The groups in /etc/group. */
#include <errno.h>
#include <grp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *file;
static char line[4096];
static struct group entry;

/*
 * Takes a line apart in place, the list of members being built after it;
 * 0 if it is one, ERANGE if size is too small, -1 if it is none.
 */
static int parse(char *s, size_t size, struct group *g)
{
	char *end = s + size, *field[4], *members, *member;
	size_t length = strlen(s);
	char **list = (char **)(((uintptr_t)s + length + 1 + 3) & -4u);
	int i, count = 0;

	s[strcspn(s, "\n")] = '\0';
	for (i = 0; i < 4; i++) {
		field[i] = strsep(&s, ":");
		if (!field[i])
			return -1;
	}
	g->gr_name = field[0];
	g->gr_passwd = field[1];
	g->gr_gid = strtoul(field[2], NULL, 10);
	g->gr_mem = list;
	for (members = field[3]; (member = strsep(&members, ","));) {
		if (!*member)
			continue;
		if ((char *)(list + count + 2) > end)
			return ERANGE;
		list[count++] = member;
	}
	if ((char *)(list + count + 1) > end)
		return ERANGE;
	list[count] = NULL;
	return 0;
}

static int find(const char *name, gid_t gid, struct group *g, char *buf,
		size_t size, struct group **result)
{
	FILE *f = fopen(_PATH_GROUP, "re");
	int error = 0;

	*result = NULL;
	if (!f)
		return errno == ENOENT ? 0 : errno;
	while (!*result && fgets(buf, size, f)) {
		if (!strchr(buf, '\n') && !feof(f))
			error = ERANGE;
		else
			error = parse(buf, size, g);
		if (error == ERANGE)
			break;
		if (error == 0 &&
		    (name ? strcmp(g->gr_name, name) == 0 : g->gr_gid == gid))
			*result = g;
		error = 0;
	}
	fclose(f);
	return error;
}

int getgrnam_r(const char *name, struct group *g, char *buf, size_t size,
	       struct group **result)
{
	return find(name, 0, g, buf, size, result);
}

int getgrgid_r(gid_t gid, struct group *g, char *buf, size_t size,
	       struct group **result)
{
	return find(NULL, gid, g, buf, size, result);
}

struct group *getgrnam(const char *name)
{
	struct group *result;
	int error = getgrnam_r(name, &entry, line, sizeof(line), &result);

	if (error)
		errno = error;
	return result;
}

struct group *getgrgid(gid_t gid)
{
	struct group *result;
	int error = getgrgid_r(gid, &entry, line, sizeof(line), &result);

	if (error)
		errno = error;
	return result;
}

void setgrent(void)
{
	if (file)
		rewind(file);
}

void endgrent(void)
{
	if (file)
		fclose(file);
	file = NULL;
}

struct group *getgrent(void)
{
	if (!file)
		file = fopen(_PATH_GROUP, "re");
	while (file && fgets(line, sizeof(line), file))
		if (parse(line, sizeof(line), &entry) == 0)
			return &entry;
	return NULL;
}
