/* SPDX-License-Identifier: MIT */
/* What poll() and select() ask of open files. */
#ifndef KERNEL_FS_POLL_H
#define KERNEL_FS_POLL_H

#include "fs/file.h"
#include "proc/wait.h"
#include <faultline/poll.h>

/* The most queues that one file makes a caller wait in. */
#define POLL_QUEUES 2

/* The queues that one call waits in, and the files that they belong to. */
struct poll_set {
	struct waiter *waiters; /* room for POLL_QUEUES per file */
	struct file **files;	/* held */
	uint32_t queues, count; /* in use */
};

/* Enters q for the caller.  For file_ops.poll, whose set may be NULL. */
static inline void poll_add(struct poll_set *set, struct wait_queue *q)
{
	if (set)
		wait_enter(q, &set->waiters[set->queues++]);
}

/* The events of now, as file_ops.poll; a file without it is always ready. */
static inline unsigned file_poll(struct file *f, struct poll_set *set)
{
	if (!f->ops->poll)
		return POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;
	return f->ops->poll(f, set);
}

#endif
