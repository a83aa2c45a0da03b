/* SPDX-License-Identifier: MIT */
/* What is known of a file, or of a symbolic link itself. */
#include <fcntl.h>
#include <sys/stat.h>

int lstat(const char *__restrict path, struct stat *__restrict buf)
{
	return fstatat(AT_FDCWD, path, buf, AT_SYMLINK_NOFOLLOW);
}
