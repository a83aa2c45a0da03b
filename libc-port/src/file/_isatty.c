/* SPDX-License-Identifier: MIT */
/* What Newlib calls isatty(). */
#include <unistd.h>

int _isatty(int fd)
{
	return isatty(fd);
}
