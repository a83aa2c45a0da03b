/* SPDX-License-Identifier: MIT */
/* Changes permissions, but not those of a symbolic link. */
#include <fcntl.h>
#include <sys/stat.h>

int lchmod(const char *path, mode_t mode)
{
	return fchmodat(AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW);
}
