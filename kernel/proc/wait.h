/* SPDX-License-Identifier: MIT */
/* Wait queues: how threads sleep until something happens. */
#ifndef KERNEL_PROC_WAIT_H
#define KERNEL_PROC_WAIT_H

#include "lib/list.h"
#include "lib/lock.h"

struct thread;

/* One thread's place in one queue; on the waiting thread's stack. */
struct waiter {
	struct list link;
	struct thread *thread;
};

#define WAIT_FOREVER INT64_MAX
#define WAIT_QUEUE_INIT(q)             \
	{                              \
		LIST_INIT((q).waiters) \
	}

static inline void wait_queue_init(struct wait_queue *q)
{
	list_init(&q->waiters);
}

/*
 * Sleeps until the queue is woken, a signal comes, or the monotonic clock
 * reaches deadline (in ns; WAIT_FOREVER for none).  lock, which may be NULL,
 * protects the condition: it is released while asleep and held again on
 * return.  0: woken (look at the condition again); -ERESTART: a signal;
 * -ETIMEDOUT.
 */
int wait_on(struct wait_queue *q, struct spinlock *lock, int64_t deadline);

/*
 * Sleeping for a time survives a stop: a call that gives up with
 * wait_interrupted() gives EINTR after a handler, whatever its SA_RESTART;
 * without one it runs again and wait_resumed() is the deadline it had.
 */
int wait_interrupted(int64_t deadline); /* -ERESTART */
int64_t wait_resumed(int64_t deadline);

/* The same for a thread that only its waker may wake. */
void wait_uninterruptible(struct wait_queue *q, struct spinlock *lock);

/*
 * The same for one that no signal may disturb but one that ends the process:
 * -ERESTART.  0 may come without a wake.
 */
int wait_killable(struct wait_queue *q, int64_t deadline);

/*
 * For waiting on several queues (poll): enter them all, look at the
 * conditions, then wait_block() if none holds, then leave them all.  A wake
 * between entering and blocking is not lost.
 */
void wait_enter(struct wait_queue *q, struct waiter *w);
void wait_leave(struct waiter *w);
int wait_block(int64_t deadline); /* results as of wait_on() */

/* A blocked thread runs again, whatever it waits for. */
void thread_wake(struct thread *t);

/* Wakes the waiter of highest priority that has waited longest. */
void wait_wake_best(struct wait_queue *q);

/* Wakes the first waiter, or all.  Safe in interrupt handlers. */
void wait_wake_one(struct wait_queue *q);
void wait_wake_all(struct wait_queue *q);

#endif
