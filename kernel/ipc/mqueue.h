/* SPDX-License-Identifier: MIT */
/*
 * POSIX message queues.  They have names of their own, not of files, and their
 * descriptors are open files.
 *
 * As in the file system (fs/vnode.h), a step that does not wait is atomic, so
 * the queues have no lock of their own.
 */
#ifndef KERNEL_IPC_MQUEUE_H
#define KERNEL_IPC_MQUEUE_H

#include "fs/file.h"
#include "proc/wait.h"
#include <faultline/ipc.h>

struct message {
	struct list link;	 /* in the queue's messages */
	struct account *account; /* that it is charged to */
	uint32_t length;
	uint32_t priority;
	char data[];
};

/* A queue.  Its name holds it, and each open file. */
struct mqueue {
	struct list link; /* of the names' bucket; empty: unlinked */
	uint32_t references;
	struct account *account; /* that it is charged to */
	uint32_t mode, uid, gid;
	uint32_t max_messages, message_size; /* limits; size in bytes */
	uint32_t count;			     /* of messages */
	struct list messages; /* the highest priority first, then the oldest */
	struct wait_queue receivers, senders; /* news wakes one of them */
	struct wait_queue pollers;	      /* a change wakes all of these */
	struct process *told;  /* mq_notify(): who is told, or NULL */
	struct list told_link; /* in told->told_queues, or alone */
	struct fl_notify notify;
	uint32_t hash;
	char name[];
};

/*
 * Opens the queue name, as mq_open() does with flags, and makes it if O_CREAT
 * asks for that; attr may be NULL for the usual limits.  Returns 0, and the
 * open file in *out, with a reference for the caller.  -ENOENT, -EEXIST,
 * -EACCES, -EINVAL for bad flags or attributes, -ENOSPC if no queue can be
 * made, -ENFILE.
 */
int mqueue_open(const char *name, int flags, uint32_t mode,
		const struct fl_mq_attr *attr, struct file **out);

/* Removes a name.  -ENOENT; -EACCES: the queue is another user's. */
int mqueue_unlink(const char *name);

/*
 * Makes a message with room for length bytes, charged to the running thread's
 * account.  The caller fills in all members but the account.  NULL: no memory,
 * or too many messages.
 */
struct message *message_alloc(size_t length);
/* Frees a message that is in no queue. */
void message_free(struct message *m);

/* The queue of an open file, or NULL if it is another kind. */
struct mqueue *mqueue_of(const struct file *f);

/* Ends q's notification, if there is one. */
void mqueue_stop_telling(struct mqueue *q);

/*
 * A message has come to the empty queue q.  If a process wants to be told, and
 * no thread waits in mq_receive(), tells it, and ends the notification.
 */
void mqueue_tell(struct mqueue *q);

#endif
