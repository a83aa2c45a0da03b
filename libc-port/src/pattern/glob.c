/* SPDX-License-Identifier: MIT */
/* Finds the paths that a pattern of the shell stands for. */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct search {
	glob_t *found;
	int flags;
	int (*on_error)(const char *, int);
	size_t room; /* entries that gl_pathv has place for */
	char path[PATH_MAX];
};

static int find(struct search *s, size_t length, const char *pattern);

static int add(struct search *s, const char *path)
{
	glob_t *g = s->found;
	size_t wanted = g->gl_offs + g->gl_pathc + 2;
	char *copy;

	if (wanted > s->room) {
		char **bigger =
		    realloc(g->gl_pathv, 2 * wanted * sizeof(*bigger));

		if (!bigger)
			return GLOB_NOSPACE;
		g->gl_pathv = bigger;
		s->room = 2 * wanted;
	}
	copy = strdup(path);
	if (!copy)
		return GLOB_NOSPACE;
	g->gl_pathv[g->gl_offs + g->gl_pathc++] = copy;
	g->gl_pathv[g->gl_offs + g->gl_pathc] = NULL;
	return 0;
}

/* The whole of the pattern is in the path: is there such a file? */
static int check(struct search *s, size_t length)
{
	struct stat st;

	if (length == 0 || lstat(s->path, &st) < 0)
		return 0;
	if (s->flags & GLOB_MARK && s->path[length - 1] != '/' &&
	    length + 1 < sizeof(s->path) && stat(s->path, &st) == 0 &&
	    S_ISDIR(st.st_mode))
		strcpy(s->path + length, "/");
	return add(s, s->path);
}

static int has_magic(const struct search *s, const char *p, const char *end)
{
	for (; p < end; p++) {
		if (*p == '\\' && p[1] && !(s->flags & GLOB_NOESCAPE))
			p++;
		else if (strchr("*?[", *p))
			return 1;
	}
	return 0;
}

/* A part of the pattern as it is, without its backslashes. */
static int take_literally(struct search *s, size_t length, const char *p,
			  const char *end)
{
	for (; p < end; p++) {
		if (*p == '\\' && p + 1 < end && !(s->flags & GLOB_NOESCAPE))
			p++;
		if (length + 1 >= sizeof(s->path))
			return 0;
		s->path[length++] = *p;
	}
	s->path[length] = '\0';
	return find(s, length, end);
}

static int try_entry(struct search *s, size_t length, const char *pattern,
		     const struct dirent *entry, const char *rest)
{
	size_t n = strlen(entry->d_name);
	int how = FNM_PERIOD | (s->flags & GLOB_NOESCAPE ? FNM_NOESCAPE : 0);

	if (*rest && entry->d_type != DT_DIR && entry->d_type != DT_LNK &&
	    entry->d_type != DT_UNKNOWN)
		return 0;
	if (fnmatch(pattern, entry->d_name, how) != 0 ||
	    length + n >= sizeof(s->path))
		return 0;
	strcpy(s->path + length, entry->d_name);
	return find(s, length + n, rest);
}

/* A part of the pattern, by which the folder that is the path is searched. */
static int search_folder(struct search *s, size_t length, const char *p,
			 const char *end)
{
	struct dirent *entry;
	char *pattern;
	int result = 0;
	DIR *dir;

	s->path[length] = '\0';
	dir = opendir(length > 0 ? s->path : ".");
	if (!dir) {
		int stop = s->on_error && s->on_error(s->path, errno);

		return stop || s->flags & GLOB_ERR ? GLOB_ABORTED : 0;
	}
	pattern = strndup(p, end - p);
	if (!pattern)
		result = GLOB_NOSPACE;
	while (result == 0 && (entry = readdir(dir)))
		result = try_entry(s, length, pattern, entry, end);
	free(pattern);
	closedir(dir);
	return result;
}

/* The rest of a pattern, behind the path so far. */
static int find(struct search *s, size_t length, const char *pattern)
{
	const char *end;

	for (; *pattern == '/'; pattern++) {
		if (length + 1 >= sizeof(s->path))
			return 0;
		s->path[length++] = '/';
	}
	s->path[length] = '\0';
	if (!*pattern)
		return check(s, length);
	end = strchrnul(pattern, '/');
	return has_magic(s, pattern, end)
		   ? search_folder(s, length, pattern, end)
		   : take_literally(s, length, pattern, end);
}

/* "~" and "~name" at the beginning; what is left of the pattern. */
static const char *home(struct search *s, const char *pattern, size_t *length)
{
	const char *end = strchrnul(pattern, '/'), *where = NULL;
	char name[NAME_MAX + 1];
	struct passwd *user;

	if (*pattern != '~' || (size_t)(end - pattern) > sizeof(name))
		return pattern;
	memcpy(name, pattern + 1, end - pattern - 1);
	name[end - pattern - 1] = '\0';
	if (!*name)
		where = getenv("HOME");
	if (!where || !*where) {
		user = *name ? getpwnam(name) : getpwuid(getuid());
		where = user ? user->pw_dir : NULL;
	}
	if (!where || strlen(where) >= sizeof(s->path))
		return pattern;
	strcpy(s->path, where);
	*length = strlen(where);
	return end;
}

static int by_name(const void *a, const void *b)
{
	return strcoll(*(char *const *)a, *(char *const *)b);
}

/* gl_pathv with its reserved entries, or as an earlier call left it. */
static int begin(struct search *s)
{
	glob_t *g = s->found;

	if (!(s->flags & GLOB_DOOFFS))
		g->gl_offs = 0;
	if (s->flags & GLOB_APPEND) {
		s->room = g->gl_pathv ? g->gl_offs + g->gl_pathc + 1 : 0;
		if (g->gl_pathv)
			return 0;
	}
	g->gl_pathc = 0;
	s->room = g->gl_offs + 1;
	g->gl_pathv = calloc(s->room, sizeof(*g->gl_pathv));
	return g->gl_pathv ? 0 : GLOB_NOSPACE;
}

int glob(const char *restrict pattern, int flags,
	 int (*on_error)(const char *, int), glob_t *restrict found)
{
	struct search *s = malloc(sizeof(*s));
	const char *rest = pattern;
	size_t before, length = 0;
	int result;

	if (!s)
		return GLOB_NOSPACE;
	s->found = found;
	s->flags = flags;
	s->on_error = on_error;
	result = begin(s);
	before = found->gl_pathc;
	if (result == 0 && flags & GLOB_TILDE)
		rest = home(s, pattern, &length);
	if (result == 0)
		result = find(s, length, rest);
	if (result == 0 && found->gl_pathc == before) {
		result = GLOB_NOMATCH;
		if (flags & GLOB_NOCHECK ||
		    (flags & GLOB_NOMAGIC &&
		     !has_magic(s, pattern, pattern + strlen(pattern))))
			result = add(s, pattern);
	}
	if (!(flags & GLOB_NOSORT) && found->gl_pathv)
		qsort(found->gl_pathv + found->gl_offs + before,
		      found->gl_pathc - before, sizeof(char *), by_name);
	free(s);
	return result;
}

void globfree(glob_t *found)
{
	for (size_t i = 0; i < found->gl_pathc; i++)
		free(found->gl_pathv[found->gl_offs + i]);
	free(found->gl_pathv);
	found->gl_pathv = NULL;
	found->gl_pathc = 0;
}
