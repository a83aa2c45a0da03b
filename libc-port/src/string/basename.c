/* SPDX-License-Identifier: MIT */
/* The last part of a path. */
#include <libgen.h>
#include <string.h>

char *basename(char *path)
{
	size_t end;

	if (!path || !*path)
		return ".";
	end = strlen(path);
	while (end > 1 && path[end - 1] == '/')
		path[--end] = '\0';
	if (end == 1)
		return path;
	while (end > 0 && path[end - 1] != '/')
		end--;
	return path + end;
}
