/* SPDX-License-Identifier: MIT */
/* The descriptor of a stream; one in memory has none. */
#include <errno.h>
#include <stdio.h>

#include "stream.h"

int fileno(FILE *stream)
{
	int fd;

	stream_init(_REENT);
	flockfile(stream);
	fd = stream->_flags ? stream->_file : -1;
	funlockfile(stream);
	if (fd < 0) {
		errno = EBADF;
		return -1;
	}
	return fd;
}

int fileno_unlocked(FILE *) __attribute__((alias("fileno")));
