/* SPDX-License-Identifier: MIT */
/* The name of the terminal that belongs to a master side. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>

int ptsname_r(int master, char *name, size_t size)
{
	unsigned number;

	if (ioctl(master, TIOCGPTN, &number) < 0)
		return errno;
	if ((size_t)snprintf(name, size, "/dev/pts/%u", number) >= size)
		return errno = ERANGE;
	return 0;
}

char *ptsname(int master)
{
	static char name[TTY_NAME_MAX];

	return ptsname_r(master, name, sizeof(name)) == 0 ? name : NULL;
}
