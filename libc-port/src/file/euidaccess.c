/* SPDX-License-Identifier: MIT */
/* May the effective user use a file so? */
#include <fcntl.h>
#include <unistd.h>

int euidaccess(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS);
}

int eaccess(const char *, int) __attribute__((alias("euidaccess")));
