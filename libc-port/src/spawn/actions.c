/* SPDX-License-Identifier: MIT */
/* Lists of what to do with descriptors. */
#include "spawn.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

int posix_spawn_file_actions_init(posix_spawn_file_actions_t *list)
{
	*list = malloc(sizeof(**list));
	if (!*list)
		return ENOMEM;
	(*list)->first = NULL;
	(*list)->end = &(*list)->first;
	return 0;
}

int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *list)
{
	struct action *a, *next;

	for (a = (*list)->first; a; a = next) {
		next = a->next;
		free(a);
	}
	free(*list);
	*list = NULL;
	return 0;
}

static struct action *add(posix_spawn_file_actions_t *list, int what, int fd,
			  const char *path)
{
	struct action *a = calloc(1, sizeof(*a) + strlen(path) + 1);

	if (!a)
		return NULL;
	a->what = what;
	a->fd = fd;
	strcpy(a->path, path);
	*(*list)->end = a;
	(*list)->end = &a->next;
	return a;
}

int posix_spawn_file_actions_addopen(
    posix_spawn_file_actions_t *__restrict list, int fd,
    const char *__restrict path, int flags, mode_t mode)
{
	struct action *a;

	if (fd < 0)
		return EBADF;
	a = add(list, ACTION_OPEN, fd, path);
	if (!a)
		return ENOMEM;
	a->flags = flags;
	a->mode = mode;
	return 0;
}

int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *list, int from,
				     int to)
{
	struct action *a;

	if (from < 0 || to < 0)
		return EBADF;
	a = add(list, ACTION_DUP, to, "");
	if (!a)
		return ENOMEM;
	a->from = from;
	return 0;
}

int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *list, int fd)
{
	if (fd < 0)
		return EBADF;
	return add(list, ACTION_CLOSE, fd, "") ? 0 : ENOMEM;
}

int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *list,
					 const char *path)
{
	return add(list, ACTION_CHDIR, 0, path) ? 0 : ENOMEM;
}
