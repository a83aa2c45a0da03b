/* SPDX-License-Identifier: MIT */
/* A new stream of Newlib's on a descriptor. */
#include "stream.h"

FILE *__sfp(struct _reent *);
_READ_WRITE_RETURN_TYPE __sread(struct _reent *, void *, char *,
				_READ_WRITE_BUFSIZE_TYPE);
_READ_WRITE_RETURN_TYPE __swrite(struct _reent *, void *, const char *,
				 _READ_WRITE_BUFSIZE_TYPE);
_fpos_t __sseek(struct _reent *, void *, _fpos_t, int);
int __sclose(struct _reent *, void *);

FILE *stream_open(int fd, int flags)
{
	FILE *stream = __sfp(_REENT);
	int cancel;

	if (!stream)
		return NULL;
	cancel = stream_lock(stream);
	stream->_flags = flags;
	stream->_file = fd;
	stream->_cookie = stream;
	stream->_read = __sread;
	stream->_write = __swrite;
	stream->_seek = __sseek;
	stream->_close = __sclose;
	stream_unlock(stream, cancel);
	return stream;
}
