/* SPDX-License-Identifier: MIT */
/* The one absolute path without links that names a file. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Puts what a link says in front of the rest that is still to be walked. */
static int substitute(char *rest, const char *link, size_t length)
{
	size_t old = strlen(rest);

	if (length + 1 + old >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memmove(rest + length + 1, rest, old + 1);
	memcpy(rest, link, length);
	rest[length] = '/';
	return 0;
}

/* Only a directory has a parent: "file/.." names nothing. */
static int parent(char *path)
{
	char *slash = strrchr(path, '/');
	struct stat st;

	if (stat(path, &st) < 0)
		return -1;
	if (!S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return -1;
	}
	if (slash)
		slash[slash == path ? 1 : 0] = '\0';
	return 0;
}

/* Adds one component to out; a link's text goes to the front of rest. */
static int step(char *out, char *rest, const char *name, size_t length,
		int *links)
{
	char link[PATH_MAX];
	size_t end = strlen(out);
	ssize_t n;

	if (end > 1)
		out[end++] = '/';
	if (end + length >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(out + end, name, length);
	out[end + length] = '\0';
	n = readlink(out, link, sizeof(link));
	if (n < 0)
		return errno == EINVAL ? 0 : -1;
	if (++*links > SYMLOOP_MAX) {
		errno = ELOOP;
		return -1;
	}
	out[end > 1 ? end - 1 : 1] = '\0';
	if (link[0] == '/')
		strcpy(out, "/");
	return substitute(rest, link, n);
}

static int walk(char *out, char *rest)
{
	char name[NAME_MAX + 1];
	int links = 0;

	for (;;) {
		size_t skip = strspn(rest, "/");
		size_t length = strcspn(rest + skip, "/");

		if (length == 0)
			return 0;
		if (length > NAME_MAX) {
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(name, rest + skip, length);
		name[length] = '\0';
		memmove(rest, rest + skip + length,
			strlen(rest + skip + length) + 1);
		if (strcmp(name, ".") == 0)
			continue;
		if (strcmp(name, "..") == 0) {
			if (parent(out) < 0)
				return -1;
		} else if (step(out, rest, name, length, &links) < 0) {
			return -1;
		}
	}
}

char *realpath(const char *__restrict path, char *__restrict result)
{
	char rest[PATH_MAX], out[PATH_MAX];

	if (!path || !*path || strlen(path) >= PATH_MAX) {
		errno = !path ? EINVAL : !*path ? ENOENT : ENAMETOOLONG;
		return NULL;
	}
	strcpy(rest, path);
	if (*path == '/')
		strcpy(out, "/");
	else if (!getcwd(out, sizeof(out)))
		return NULL;
	if (walk(out, rest) < 0 || euidaccess(path, F_OK) < 0)
		return NULL;
	return result ? strcpy(result, out) : strdup(out);
}
