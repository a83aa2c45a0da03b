/* SPDX-License-Identifier: MIT */
/*
 * Path of the working directory, in memory of its own if none is given.  One
 * longer than PATH_MAX, which the kernel does not tell, is found by climbing.
 */
#include <dirent.h>
#include <errno.h>
#include <faultline/calls.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev;
}

/* The entry of a folder that a child of it has; NULL if there is none. */
static const char *name_of(DIR *parent, const struct stat *child)
{
	struct dirent *entry;
	struct stat st;

	errno = 0;
	while ((entry = readdir(parent))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		if (fstatat(dirfd(parent), entry->d_name, &st,
			    AT_SYMLINK_NOFOLLOW) == 0 &&
		    is_same(&st, child))
			return entry->d_name;
	}
	if (errno == 0)
		errno = ENOENT;
	return NULL;
}

/* Puts a slash and a name in front of a path, which may move. */
static int put_in_front(char **path, const char *name)
{
	size_t length = strlen(name) + 1, old = strlen(*path) + 1;
	char *longer = realloc(*path, length + old);

	if (!longer)
		return -1;
	memmove(longer + length, longer, old);
	longer[0] = '/';
	memcpy(longer + 1, name, length - 1);
	*path = longer;
	return 0;
}

/* From a folder to its parent; adds its name. */
static DIR *step(int fd, const struct stat *child, char **path)
{
	int up = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *parent = up < 0 ? NULL : fdopendir(up);
	const char *name;

	if (!parent) {
		if (up >= 0)
			close(up);
		return NULL;
	}
	name = name_of(parent, child);
	if (name && put_in_front(path, name) == 0)
		return parent;
	closedir(parent);
	return NULL;
}

static char *climb(void)
{
	char *path = calloc(1, 1);
	DIR *here = opendir("."), *parent;
	struct stat st, root;

	if (!path || !here || stat("/", &root) < 0)
		goto failed;
	while (fstat(dirfd(here), &st) == 0) {
		if (is_same(&st, &root)) {
			closedir(here);
			return path;
		}
		parent = step(dirfd(here), &st, &path);
		if (!parent)
			break;
		closedir(here);
		here = parent;
	}
failed:
	if (here)
		closedir(here);
	free(path);
	return NULL;
}

/* In memory of its own. */
static char *whole_path(void)
{
	char own[PATH_MAX];

	*ARG1 = (unsigned)own;
	*ARG2 = sizeof(own);
	if (fl_result(*CALL_GETCWD) >= 0)
		return strdup(own);
	return errno == ERANGE ? climb() : NULL;
}

char *getcwd(char *buf, size_t size)
{
	char *path;

	if (buf && size == 0) {
		errno = EINVAL;
		return NULL;
	}
	if (buf) {
		*ARG1 = (unsigned)buf;
		*ARG2 = size;
		if (fl_result(*CALL_GETCWD) >= 0)
			return buf;
		if (errno != ERANGE || size < PATH_MAX)
			return NULL;
	}
	path = whole_path();
	if (path && size > 0 && strlen(path) >= size) {
		free(path);
		errno = ERANGE;
		return NULL;
	}
	if (!path || !buf)
		return path;
	strcpy(buf, path);
	free(path);
	return buf;
}
