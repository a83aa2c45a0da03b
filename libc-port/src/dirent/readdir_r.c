/* SPDX-License-Identifier: MIT */
/* The next entry of a directory, copied. */
#include "dir.h"
#include <errno.h>
#include <string.h>

int readdir_r(DIR *__restrict dir, struct dirent *__restrict entry,
	      struct dirent **__restrict result)
{
	struct dirent *found;
	int saved = errno, error;

	__lock_acquire(dir->lock);
	errno = 0;
	found = readdir(dir);
	error = errno;
	errno = saved;
	if (found)
		memcpy(entry, found, found->d_reclen);
	__lock_release(dir->lock);
	*result = found ? entry : NULL;
	return error;
}
