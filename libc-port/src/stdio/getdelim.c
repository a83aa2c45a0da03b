/* SPDX-License-Identifier: MIT */
/* Reads up to a character into memory that grows, a buffer at a time. */
#include <errno.h>
#include <reent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stream.h"

int __srget_r(struct _reent *, FILE *);

/* Room for that many bytes and a NUL; 0 if there is. */
static int grow(char **line, size_t *size, size_t wanted)
{
	size_t new;
	char *bigger;

	if (*line && *size > wanted)
		return 0;
	if (wanted >= 0x7fffffff) {
		errno = EOVERFLOW;
		return -1;
	}
	new = *size < 60 ? 120 : *size * 2;
	if (new <= wanted)
		new = wanted + 1;
	bigger = realloc(*line, new);
	if (!bigger)
		return -1;
	*line = bigger;
	*size = new;
	return 0;
}

/* Is there something in the stream's buffer? */
static int fill(FILE *stream)
{
	if (stream->_r > 0)
		return 1;
	if (__srget_r(_REENT, stream) == EOF)
		return 0;
	stream->_p--;
	stream->_r++;
	return 1;
}

ssize_t getdelim(char **restrict line, size_t *restrict size, int end,
		 FILE *restrict stream)
{
	size_t length = 0, n;
	ssize_t result = -1;
	char *found = NULL;
	int cancel;

	if (!line || !size) {
		errno = EINVAL;
		return -1;
	}
	if (!*line)
		*size = 0;
	cancel = stream_lock(stream);
	while (!found && fill(stream)) {
		found = memchr(stream->_p, end, stream->_r);
		n = found ? (size_t)(found + 1 - (char *)stream->_p)
			  : (size_t)stream->_r;
		if (grow(line, size, length + n) < 0)
			goto out;
		memcpy(*line + length, stream->_p, n);
		stream->_p += n;
		stream->_r -= n;
		length += n;
	}
	if (length == 0)
		goto out;
	(*line)[length] = '\0';
	result = length;
out:
	stream_unlock(stream, cancel);
	return result;
}

ssize_t __getdelim(char **, size_t *, int, FILE *)
    __attribute__((alias("getdelim")));
