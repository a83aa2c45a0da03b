/* SPDX-License-Identifier: MIT */
/* The name of a terminal: the device in /dev that has its number. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int search(const char *folder, dev_t dev, char *name, size_t size)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	struct stat st;
	int found = 0;

	if (!dir)
		return 0;
	while (!found && (entry = readdir(dir))) {
		/* These are names for a terminal, not its own. */
		if (strcmp(entry->d_name, "tty") == 0 ||
		    strncmp(entry->d_name, "std", 3) == 0)
			continue;
		found = fstatat(dirfd(dir), entry->d_name, &st,
				AT_SYMLINK_NOFOLLOW) == 0 &&
			S_ISCHR(st.st_mode) && st.st_rdev == dev;
		if (found && (size_t)snprintf(name, size, "%s/%s", folder,
					      entry->d_name) >= size)
			found = -1;
	}
	closedir(dir);
	return found;
}

int ttyname_r(int fd, char *name, size_t size)
{
	struct stat st;
	int saved = errno, found;

	if (!isatty(fd))
		return errno == EBADF ? EBADF : ENOTTY;
	if (fstat(fd, &st) < 0)
		return errno;
	found = search("/dev/pts", st.st_rdev, name, size);
	if (!found)
		found = search("/dev", st.st_rdev, name, size);
	errno = saved;
	return found > 0 ? 0 : found < 0 ? ERANGE : ENODEV;
}

char *ttyname(int fd)
{
	static char name[TTY_NAME_MAX];
	int error = ttyname_r(fd, name, sizeof(name));

	if (error == 0)
		return name;
	errno = error;
	return NULL;
}
