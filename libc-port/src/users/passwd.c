/* SPDX-License-Identifier: MIT */
/* The users in /etc/passwd. */
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *file;
static char line[1024];
static struct passwd entry;

/* Takes a line apart in place; 0 if it is one. */
static int parse(char *s, struct passwd *p)
{
	char *field[7];
	int i;

	s[strcspn(s, "\n")] = '\0';
	for (i = 0; i < 7; i++) {
		field[i] = strsep(&s, ":");
		if (!field[i])
			return -1;
	}
	p->pw_name = field[0];
	p->pw_passwd = field[1];
	p->pw_uid = strtoul(field[2], NULL, 10);
	p->pw_gid = strtoul(field[3], NULL, 10);
	p->pw_comment = "";
	p->pw_gecos = field[4];
	p->pw_dir = field[5];
	p->pw_shell = field[6];
	return 0;
}

static int find(const char *name, uid_t uid, struct passwd *p, char *buf,
		size_t size, struct passwd **result)
{
	FILE *f = fopen(_PATH_PASSWD, "re");
	int error = 0;

	*result = NULL;
	if (!f)
		return errno == ENOENT ? 0 : errno;
	while (!*result && fgets(buf, size, f)) {
		if (!strchr(buf, '\n') && !feof(f)) {
			error = ERANGE;
			break;
		}
		if (parse(buf, p) == 0 &&
		    (name ? strcmp(p->pw_name, name) == 0 : p->pw_uid == uid))
			*result = p;
	}
	fclose(f);
	return error;
}

int getpwnam_r(const char *name, struct passwd *p, char *buf, size_t size,
	       struct passwd **result)
{
	return find(name, 0, p, buf, size, result);
}

int getpwuid_r(uid_t uid, struct passwd *p, char *buf, size_t size,
	       struct passwd **result)
{
	return find(NULL, uid, p, buf, size, result);
}

struct passwd *getpwnam(const char *name)
{
	struct passwd *result;
	int error = getpwnam_r(name, &entry, line, sizeof(line), &result);

	if (error)
		errno = error;
	return result;
}

struct passwd *getpwuid(uid_t uid)
{
	struct passwd *result;
	int error = getpwuid_r(uid, &entry, line, sizeof(line), &result);

	if (error)
		errno = error;
	return result;
}

void setpwent(void)
{
	if (file)
		rewind(file);
}

void endpwent(void)
{
	if (file)
		fclose(file);
	file = NULL;
}

struct passwd *getpwent(void)
{
	if (!file)
		file = fopen(_PATH_PASSWD, "re");
	while (file && fgets(line, sizeof(line), file))
		if (parse(line, &entry) == 0)
			return &entry;
	return NULL;
}
