/* SPDX-License-Identifier: MIT */
/* A path without its last part. */
#include <libgen.h>
#include <string.h>

char *dirname(char *path)
{
	size_t end;

	if (!path || !*path)
		return ".";
	end = strlen(path);
	while (end > 1 && path[end - 1] == '/')
		end--;
	while (end > 0 && path[end - 1] != '/')
		end--;
	if (end == 0)
		return ".";
	while (end > 1 && path[end - 1] == '/')
		end--;
	path[end] = '\0';
	return path;
}
