/* SPDX-License-Identifier: MIT */
/* Makes a stream of a descriptor that allows what the mode asks for. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "stream.h"

FILE *fdopen(int fd, const char *mode)
{
	int flags, open_flags, now, access;

	flags = __sflags(_REENT, mode, &open_flags);
	if (!flags)
		return NULL;
	now = fcntl(fd, F_GETFL);
	if (now < 0)
		return NULL;
	access = now & O_ACCMODE;
	if (access != O_RDWR && access != (open_flags & O_ACCMODE)) {
		errno = EINVAL;
		return NULL;
	}
	if ((open_flags & O_APPEND) && !(now & O_APPEND))
		fcntl(fd, F_SETFL, now | O_APPEND);
	return stream_open(fd, flags);
}
