/* SPDX-License-Identifier: MIT */
/* Reads a line, or as much of it as there is room for. */
#include <stdio.h>
#include <string.h>

#include "stream.h"

/* Moves at most n bytes; is it the end of the line? */
static int move(FILE *stream, char **to, int *n)
{
	size_t length = *n < stream->_r ? *n : stream->_r;
	char *end = memchr(stream->_p, '\n', length);

	if (end)
		length = end + 1 - (char *)stream->_p;
	memcpy(*to, stream->_p, length);
	stream->_p += length;
	stream->_r -= length;
	*to += length;
	*n -= length;
	return !!end;
}

char *fgets(char *restrict to, int size, FILE *restrict stream)
{
	char *at = to;
	int n = size - 1, error = 0, cancel;

	if (size < 1)
		return NULL;
	stream_init(_REENT);
	cancel = stream_lock(stream);
	while (n > 0) {
		if (stream->_r <= 0 && __srefill_r(_REENT, stream) != 0) {
			error = at == to || stream->_flags & __SERR;
			break;
		}
		if (move(stream, &at, &n))
			break;
	}
	if (!error)
		*at = '\0';
	stream_unlock(stream, cancel);
	return error ? NULL : to;
}

char *fgets_unlocked(char *, int, FILE *) __attribute__((alias("fgets")));
