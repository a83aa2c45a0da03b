/* SPDX-License-Identifier: MIT */
/* Opens a file as a stream. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "stream.h"

FILE *fopen(const char *restrict path, const char *restrict mode)
{
	int flags, open_flags, fd;
	FILE *stream;

	flags = __sflags(_REENT, mode, &open_flags);
	if (!flags)
		return NULL;
	fd = open(path, open_flags, 0666);
	if (fd < 0)
		return NULL;
	stream = stream_open(fd, flags);
	if (!stream)
		close(fd);
	/* With "a+" the first read is at the start, as on Linux. */
	else if (flags & __SAPP && !(flags & __SRW))
		fseeko(stream, 0, SEEK_END);
	return stream;
}
