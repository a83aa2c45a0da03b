/* SPDX-License-Identifier: MIT */
/* Shared memory objects are files in /dev/shm. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *object(char *path, const char *name)
{
	while (*name == '/')
		name++;
	if (!*name || strchr(name, '/') || !strcmp(name, ".") ||
	    !strcmp(name, "..")) {
		errno = EINVAL;
		return NULL;
	}
	if (strlen(name) > NAME_MAX) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	strcpy(path, "/dev/shm/");
	return strcat(path, name);
}

int shm_open(const char *name, int flags, mode_t mode)
{
	char path[NAME_MAX + 16];

	if (!object(path, name))
		return -1;
	return open(path, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, mode);
}

int shm_unlink(const char *name)
{
	char path[NAME_MAX + 16];

	if (!object(path, name))
		return -1;
	if (unlink(path) == 0)
		return 0;
	if (errno == EPERM) /* the directory's sticky bit */
		errno = EACCES;
	return -1;
}
