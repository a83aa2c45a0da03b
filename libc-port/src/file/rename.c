/* SPDX-License-Identifier: MIT */
/* Changes a name, replacing what has the new one. */
#include <fcntl.h>
#include <stdio.h>

int renameat(int, const char *, int, const char *);

int rename(const char *from, const char *to)
{
	return renameat(AT_FDCWD, from, AT_FDCWD, to);
}
