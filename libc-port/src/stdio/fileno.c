/* SPDX-License-Identifier: MIT */
/* The descriptor of a stream; one in memory has none. */
#include <errno.h>
#include <stdio.h>

#include "stream.h"

int fileno(FILE *stream)
{
	int fd, cancel;

	stream_init(_REENT);
	cancel = stream_lock(stream);
	fd = stream->_flags ? stream->_file : -1;
	stream_unlock(stream, cancel);
	if (fd < 0) {
		errno = EBADF;
		return -1;
	}
	return fd;
}

int fileno_unlocked(FILE *) __attribute__((alias("fileno")));
