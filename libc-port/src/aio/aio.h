/* SPDX-License-Identifier: MIT */
/* What the functions of asynchronous I/O share. */
#ifndef LIBC_PORT_AIO_H
#define LIBC_PORT_AIO_H

#include "../internal/notify.h"
#include <aio.h>

enum { AIO_READ = 1, AIO_WRITE, AIO_SYNC };

/* A lio_listio(): told when all of it is done. */
struct aio_list {
	volatile int left;
	struct sigevent event;
};

/* Moves whenever a request is done: aio_suspend() sleeps on it. */
extern volatile int __aio_done;

/* 0, or -1 and errno: the request was not queued. */
int __aio_queue(struct aiocb *cb, int operation, struct aio_list *list);
/* Until cb is done, come what may. */
void __aio_wait(const struct aiocb *cb);
void __aio_list_done(struct aio_list *list);

#endif
