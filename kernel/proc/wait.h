/* SPDX-License-Identifier: MIT */
/* Wait queues: how threads sleep until something happens. */
#ifndef KERNEL_PROC_WAIT_H
#define KERNEL_PROC_WAIT_H

#include "lib/assert.h"
#include "lib/list.h"
#include "lib/types.h"

struct thread;

/* Threads that sleep until something happens. */
struct wait_queue {
	struct list waiters; /* of struct waiter */
};

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
 * How many reasons there are why nothing may wait now: an interrupt is being
 * handled, or a path relies on being alone (alone_begin()).
 */
extern unsigned waiting_forbidden;
/* Does may_wait() give the CPU away at random? */
extern bool jitter_is_on;
void jitter(void);

/* Is waiting allowed here?  May be asked anywhere. */
bool waiting_is_allowed(void);

/*
 * Begins each function that may wait, whether or not it will: what its caller
 * relies on across the call must be held, and what the caller has looked at
 * must be looked at again.  With `jitter` on the kernel's command line other
 * threads run here now and then, so that tests meet the interleavings that
 * a real wait could bring.
 */
static inline void may_wait(void)
{
	KASSERT(waiting_is_allowed());
	if (__builtin_expect(jitter_is_on, 0))
		jitter();
}

/* Between these two nothing waits; they nest. */
static inline void alone_begin(void)
{
	waiting_forbidden++;
}

static inline void alone_end(void)
{
	KASSERT(waiting_forbidden > 0);
	waiting_forbidden--;
}

/* Switches jitter on; the digits of a seed choose when it strikes. */
void jitter_init(const char *seed);

/*
 * Sleeps until the queue is woken, a signal comes, or the monotonic clock
 * reaches deadline (in ns; WAIT_FOREVER for none).  Between the caller's last
 * look at the condition and its place in the queue nothing else runs, so no
 * wake is lost.  0: woken (look at the condition again); -ERESTART: a signal;
 * -ETIMEDOUT.  May wait.
 */
int wait_on(struct wait_queue *q, int64_t deadline);

/*
 * For calls that no handler's SA_RESTART restarts, and for those that wait for
 * a time.  They give up with wait_interrupted(): after a handler the call fails
 * with EINTR; without one (the process was stopped and continued, say) it runs
 * again, and wait_resumed() is then the deadline that it had.  Each call that
 * uses the first begins with the second, so that no other call takes the
 * deadline over.
 */
int wait_interrupted(int64_t deadline); /* -ERESTART */
int64_t wait_resumed(int64_t deadline);

/* May wait: the same for a thread that only its waker may wake. */
void wait_uninterruptible(struct wait_queue *q);

/*
 * The same for one that no signal may disturb but one that ends the process:
 * -ERESTART.  0 may come without a wake.  May wait.
 */
int wait_killable(struct wait_queue *q, int64_t deadline);

/*
 * For waiting on several queues (poll): enter them all, look at the
 * conditions, then wait_block() if none holds, then leave them all.  A wake
 * between entering and blocking is not lost.
 */
void wait_enter(struct wait_queue *q, struct waiter *w);
void wait_leave(struct waiter *w);
int wait_block(int64_t deadline); /* may wait; results as of wait_on() */

/* A blocked thread runs again, whatever it waits for. */
void thread_wake(struct thread *t);

/* Wakes the waiter of highest priority that has waited longest. */
void wait_wake_best(struct wait_queue *q);

/* Wakes the first waiter, or all.  Safe in interrupt handlers. */
void wait_wake_one(struct wait_queue *q);
void wait_wake_all(struct wait_queue *q);

#endif
