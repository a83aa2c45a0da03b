/* SPDX-License-Identifier: MIT */
/* Walks a tree of files, links followed. */
#include <ftw.h>

static __thread int (*visitor)(const char *, const struct stat *, int);

static int visit(const char *path, const struct stat *st, int type,
		 struct FTW *info)
{
	(void)info;
	return visitor(path, st, type == FTW_SLN ? FTW_NS : type);
}

int ftw(const char *path,
	int (*function)(const char *, const struct stat *, int), int fds)
{
	visitor = function;
	return nftw(path, visit, fds, 0);
}
