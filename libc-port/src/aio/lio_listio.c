/* SPDX-License-Identifier: MIT */
/* Starts a list of requests, and waits for all or is told of their end. */
#include "aio.h"
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

static int fail(int error)
{
	errno = error;
	return -1;
}

static int start(struct aiocb *cb, struct aio_list *list)
{
	switch (cb->aio_lio_opcode) {
	case LIO_READ:
		return __aio_queue(cb, AIO_READ, list);
	case LIO_WRITE:
		return __aio_queue(cb, AIO_WRITE, list);
	}
	cb->__operation = -1;
	cb->__result = -1;
	cb->__error = EINVAL;
	return fail(EINVAL);
}

/* -1 and errno when a signal came first; 0 else, *failed says the rest. */
static int wait_for_all(struct aiocb *__restrict const cbs[], int n,
			int *failed)
{
	int i;

	for (i = 0; i < n; i++) {
		const struct aiocb *cb = cbs[i];

		if (!cb || cb->aio_lio_opcode == LIO_NOP)
			continue;
		while (cb->__error == EINPROGRESS)
			if (aio_suspend(&cb, 1, NULL) < 0)
				return -1;
		if (cb->__error)
			*failed = EIO;
	}
	return 0;
}

int lio_listio(int mode, struct aiocb *__restrict const cbs[__restrict], int n,
	       struct sigevent *__restrict event)
{
	struct aio_list *list = NULL;
	int i, failed = 0;

	if ((mode != LIO_WAIT && mode != LIO_NOWAIT) || n < 0 ||
	    n > AIO_LISTIO_MAX)
		return fail(EINVAL);
	if (mode == LIO_NOWAIT && event && event->sigev_notify != SIGEV_NONE) {
		list = malloc(sizeof(*list));
		if (!list)
			return fail(EAGAIN);
		list->event = *event;
		list->left = 1; /* until all have been started */
	}
	for (i = 0; i < n; i++) {
		if (!cbs[i] || cbs[i]->aio_lio_opcode == LIO_NOP)
			continue;
		if (list)
			__sync_fetch_and_add(&list->left, 1);
		if (start(cbs[i], list) == 0)
			continue;
		if (errno == EAGAIN)
			failed = EAGAIN;
		else if (mode == LIO_WAIT || errno == EINVAL)
			failed = EIO; /* else aio_error() tells */
		if (list)
			__sync_fetch_and_sub(&list->left, 1);
	}
	__aio_list_done(list);
	if (mode == LIO_WAIT && wait_for_all(cbs, n, &failed) < 0)
		return -1;
	return failed ? fail(failed) : 0;
}
