/* SPDX-License-Identifier: MIT */
/* What poll() and select() ask of open files. */
#ifndef KERNEL_FS_POLL_H
#define KERNEL_FS_POLL_H

#include "fs/file.h"
#include "proc/wait.h"
#include <faultline/poll.h>

/* Queues that one file may make a caller wait in. */
#define POLL_QUEUES 2

/* The waits of one call that found nothing ready. */
struct poll_set {
	struct waiter *waiters; /* room for POLL_QUEUES per file */
	struct file **files;	/* held */
	uint32_t queues, count; /* in use */
};

/* For file_ops.poll: set may be NULL, then there is nothing to do. */
static inline void poll_add(struct poll_set *set, struct wait_queue *q)
{
	if (set)
		wait_enter(q, &set->waiters[set->queues++]);
}

/* What f is ready for now; regular files always are. */
static inline unsigned file_poll(struct file *f, struct poll_set *set)
{
	if (!f->ops->poll)
		return POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;
	return f->ops->poll(f, set);
}

#endif
