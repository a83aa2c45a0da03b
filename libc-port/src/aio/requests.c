/* SPDX-License-Identifier: MIT */
/* Asynchronous reading, writing and synchronizing. */
#include "aio.h"
#include <errno.h>

int aio_read(struct aiocb *cb)
{
	return __aio_queue(cb, AIO_READ, NULL);
}

int aio_write(struct aiocb *cb)
{
	return __aio_queue(cb, AIO_WRITE, NULL);
}

int aio_fsync(int operation, struct aiocb *cb)
{
	if (operation != O_SYNC && operation != O_DSYNC) {
		errno = EINVAL;
		return -1;
	}
	return __aio_queue(cb, AIO_SYNC, NULL);
}

int aio_error(const struct aiocb *cb)
{
	if (cb->__operation == 0) { /* nobody has asked for it */
		errno = EINVAL;
		return -1;
	}
	return cb->__error;
}

/* Once for each request: afterwards its result is not known any more. */
ssize_t aio_return(struct aiocb *cb)
{
	ssize_t result;

	if (cb->__operation == 0) {
		errno = EINVAL;
		return -1;
	}
	__aio_wait(cb); /* nobody should ask so early */
	result = cb->__result;
	cb->__operation = 0;
	if (result < 0)
		errno = cb->__error;
	return result;
}
