/* SPDX-License-Identifier: MIT */
/*
 * Files, folders and names that nobody had before: the last six X of a template
 * become letters and digits by chance.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define LENGTH	 6
#define ATTEMPTS 1000

static int make_file(const char *path, int flags)
{
	return open(path, (flags & ~O_ACCMODE) | O_RDWR | O_CREAT | O_EXCL,
		    0600);
}

static int make_folder(const char *path, int flags)
{
	(void)flags;
	return mkdir(path, 0700);
}

/* Fails with EEXIST if there is such a name, as the others do. */
static int make_nothing(const char *path, int flags)
{
	struct stat st;

	(void)flags;
	if (lstat(path, &st) == 0)
		errno = EEXIST;
	return errno == ENOENT ? 0 : -1;
}

static int attempt(char *path, int suffix, int flags,
		   int (*make)(const char *, int))
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	unsigned char random[LENGTH];
	size_t length = strlen(path);
	char *part = path + length - suffix - LENGTH;
	int saved = errno, result;

	if (suffix < 0 || length < LENGTH + (size_t)suffix ||
	    memcmp(part, "XXXXXX", LENGTH) != 0) {
		errno = EINVAL;
		return -1;
	}
	for (int i = 0; i < ATTEMPTS; i++) {
		if (getentropy(random, sizeof(random)) < 0)
			break;
		for (int j = 0; j < LENGTH; j++)
			part[j] = letters[random[j] % (sizeof(letters) - 1)];
		result = make(path, flags);
		if (result >= 0) {
			errno = saved;
			return result;
		}
		if (errno != EEXIST)
			break;
	}
	memcpy(part, "XXXXXX", LENGTH);
	return -1;
}

int mkostemps(char *path, int suffix, int flags)
{
	return attempt(path, suffix, flags, make_file);
}

int mkstemps(char *path, int suffix)
{
	return mkostemps(path, suffix, 0);
}

int mkostemp(char *path, int flags)
{
	return mkostemps(path, 0, flags);
}

int mkstemp(char *path)
{
	return mkostemps(path, 0, 0);
}

char *mkdtemp(char *path)
{
	return attempt(path, 0, 0, make_folder) < 0 ? NULL : path;
}

char *mktemp(char *path)
{
	if (attempt(path, 0, 0, make_nothing) < 0)
		*path = '\0';
	return path;
}
