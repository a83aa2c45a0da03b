/* SPDX-License-Identifier: MIT */
/* Reads a directory into sorted memory. */
#include "dir.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int (*compare_function)(const struct dirent **, const struct dirent **);

static int add(struct dirent ***list, int count, int *room,
	       const struct dirent *entry)
{
	struct dirent *copy, **bigger;

	if (count == *room) {
		*room = *room ? *room * 2 : 16;
		bigger = realloc(*list, *room * sizeof(**list));
		if (!bigger)
			return -1;
		*list = bigger;
	}
	copy = malloc(entry->d_reclen);
	if (!copy)
		return -1;
	(*list)[count] = memcpy(copy, entry, entry->d_reclen);
	return 0;
}

int scandirat(int at, const char *path, struct dirent ***result,
	      int (*select)(const struct dirent *), compare_function compare)
{
	int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent **list = NULL, *entry;
	int count = 0, room = 0;
	DIR *dir;

	if (fd < 0)
		return -1;
	dir = fdopendir(fd);
	if (!dir) {
		close(fd);
		return -1;
	}
	errno = 0;
	while ((entry = readdir(dir))) {
		if (select && !select(entry))
			continue;
		if (add(&list, count, &room, entry) < 0)
			goto failed;
		count++;
	}
	if (errno)
		goto failed;
	closedir(dir);
	if (compare && count > 1)
		qsort(list, count, sizeof(*list), (void *)compare);
	*result = list;
	return count;

failed:
	while (count-- > 0)
		free(list[count]);
	free(list);
	closedir(dir);
	return -1;
}

int scandir(const char *path, struct dirent ***result,
	    int (*select)(const struct dirent *), compare_function compare)
{
	return scandirat(AT_FDCWD, path, result, select, compare);
}
