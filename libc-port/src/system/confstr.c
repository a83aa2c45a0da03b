/* SPDX-License-Identifier: MIT */
/* Strings that describe the system. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

size_t confstr(int name, char *buf, size_t size)
{
	const char *s = "";

	if (name == _CS_PATH)
		s = "/bin:/usr/bin";
	else if (name < 0 || name > _CS_LFS_LINTFLAGS) {
		errno = EINVAL;
		return 0;
	}
	if (size > 0) {
		strncpy(buf, s, size - 1);
		buf[size - 1] = '\0';
	}
	return strlen(s) + 1;
}
