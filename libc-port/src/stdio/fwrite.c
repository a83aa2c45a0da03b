/* SPDX-License-Identifier: MIT */
/* Writes objects to a stream; of size 0 there are none to count. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>

#include "stream.h"

size_t fwrite(const void *restrict from, size_t size, size_t count,
	      FILE *restrict stream)
{
	struct __siov iov = { from, size * count };
	struct __suio uio = { &iov, 1, size * count };
	int cancel;

	if (size == 0 || count == 0)
		return 0;
	if (count > INT_MAX / size) {
		errno = EOVERFLOW;
		stream->_flags |= __SERR;
		return 0;
	}
	stream_init(_REENT);
	cancel = stream_lock(stream);
	stream_orient(stream, -1);
	if (__sfvwrite_r(_REENT, stream, &uio) != 0)
		count = (size * count - uio.uio_resid) / size;
	stream_unlock(stream, cancel);
	return count;
}

size_t fwrite_unlocked(const void *, size_t, size_t, FILE *)
    __attribute__((alias("fwrite")));
