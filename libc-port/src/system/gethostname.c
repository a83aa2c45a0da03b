/* SPDX-License-Identifier: MIT */
/* The node's name. */
#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

int gethostname(char *name, size_t size)
{
	struct utsname u;

	if (uname(&u) < 0)
		return -1;
	strncpy(name, u.nodename, size);
	if (strlen(u.nodename) >= size) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return 0;
}
