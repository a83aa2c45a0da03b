/* SPDX-License-Identifier: MIT */
/* Changes owner and group. */
#include <fcntl.h>
#include <unistd.h>

int chown(const char *path, uid_t uid, gid_t gid)
{
	return fchownat(AT_FDCWD, path, uid, gid, 0);
}
