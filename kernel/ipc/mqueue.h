/* SPDX-License-Identifier: MIT */
/*
 * Message queues: named, descriptors are open files.
 *
 * As in the file system (fs/vnode.h), a step that does not wait is atomic:
 * the queues have no lock of their own.
 */
#ifndef KERNEL_IPC_MQUEUE_H
#define KERNEL_IPC_MQUEUE_H

#include "fs/file.h"
#include "proc/wait.h"
#include <faultline/ipc.h>

struct message {
	struct list link;
	struct account *account; /* that it is charged to */
	uint32_t length;
	uint32_t priority;
	char data[];
};

/* Held by its name and by open files. */
struct mqueue {
	struct list link; /* of the names' bucket; empty: unlinked */
	uint32_t references;
	struct account *account; /* that it is charged to */
	uint32_t mode, uid, gid;
	uint32_t max_messages, message_size;
	uint32_t count;
	struct list messages;		      /* by priority, then by age */
	struct wait_queue receivers, senders; /* a change wakes one */
	struct wait_queue pollers;	      /* and all of these */
	struct process *told;  /* mq_notify() was asked by it, or NULL */
	struct list told_link; /* of its notifications */
	struct fl_notify notify;
	uint32_t hash;
	char name[];
};

/* 0 or -errno; attributes may be NULL.  The file is held. */
int mqueue_open(const char *name, int flags, uint32_t mode,
		const struct fl_mq_attr *attr, struct file **out);
int mqueue_unlink(const char *name);

/* A message without its bytes, or NULL: no memory, or too many. */
struct message *message_alloc(size_t length);
void message_free(struct message *m);

/* The queue of an open file, or NULL if it is another kind. */
struct mqueue *mqueue_of(const struct file *f);

void mqueue_stop_telling(struct mqueue *q);
/* A message came to an empty queue that nobody waits at. */
void mqueue_tell(struct mqueue *q);

#endif
