/* SPDX-License-Identifier: MIT */
/* Asynchronous input and output (POSIX <aio.h>). */
#ifndef _AIO_H
#define _AIO_H

#include <sys/cdefs.h>
#include <sys/types.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>

struct aiocb {
	int aio_fildes;
	off_t aio_offset;
	volatile void *aio_buf;
	size_t aio_nbytes;
	int aio_reqprio;
	struct sigevent aio_sigevent;
	int aio_lio_opcode;

	struct aiocb *__next;    /* of those of the same file */
	void *__list;            /* the lio_listio() it belongs to */
	int __operation;
	volatile int __error;    /* EINPROGRESS until it is done */
	volatile ssize_t __result;
};

#define AIO_CANCELED    0
#define AIO_NOTCANCELED 1
#define AIO_ALLDONE     2

#define LIO_NOP   0
#define LIO_READ  1
#define LIO_WRITE 2

#define LIO_WAIT   0
#define LIO_NOWAIT 1

__BEGIN_DECLS
int aio_cancel(int, struct aiocb *);
int aio_error(const struct aiocb *);
int aio_fsync(int, struct aiocb *);
int aio_read(struct aiocb *);
ssize_t aio_return(struct aiocb *);
int aio_suspend(const struct aiocb *const[], int, const struct timespec *);
int aio_write(struct aiocb *);
int lio_listio(int, struct aiocb *__restrict const[__restrict], int,
    struct sigevent *__restrict);
__END_DECLS

#endif
