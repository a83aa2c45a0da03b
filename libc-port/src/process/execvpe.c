/* SPDX-License-Identifier: MIT */
/*
 * Replaces the program by one found on PATH; a file of no known format is a
 * shell script.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int run(const char *path, char *const argv[], char *const envp[])
{
	int argc = 0;

	execve(path, argv, envp);
	if (errno != ENOEXEC)
		return -1;
	while (argv[argc])
		argc++;
	{
		char *script[argc + 2];

		script[0] = "/bin/sh";
		script[1] = (char *)path;
		memcpy(script + 2, argv + (argc > 0), argc * sizeof(*argv));
		script[argc > 0 ? argc + 1 : 2] = NULL;
		execve(script[0], script, envp);
	}
	return -1;
}

int execvpe(const char *file, char *const argv[], char *const envp[])
{
	const char *list = getenv("PATH");
	size_t length = strlen(file);
	char path[PATH_MAX + NAME_MAX + 2];
	int denied = 0;

	if (length == 0) {
		errno = ENOENT;
		return -1;
	}
	if (strchr(file, '/'))
		return run(file, argv, envp);
	if (length > NAME_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (!list)
		list = "/bin:/usr/bin";
	for (;; list++) {
		size_t n = strcspn(list, ":");

		if (n < PATH_MAX) {
			memcpy(path, list, n);
			if (n > 0)
				path[n++] = '/';
			memcpy(path + n, file, length + 1);
			run(path, argv, envp);
			if (errno == EACCES)
				denied = 1;
			else if (errno != ENOENT && errno != ENOTDIR)
				return -1;
		}
		list += strcspn(list, ":");
		if (!*list)
			break;
	}
	errno = denied ? EACCES : ENOENT;
	return -1;
}
