/* SPDX-License-Identifier: MIT */
/* A number for the node, from its name. */
#include <sys/utsname.h>
#include <unistd.h>

long gethostid(void)
{
	struct utsname u;
	unsigned long id = 5381;
	const char *s;

	if (uname(&u) == 0)
		for (s = u.nodename; *s; s++)
			id = id * 33 + (unsigned char)*s;
	return id & 0x7fffffff;
}
