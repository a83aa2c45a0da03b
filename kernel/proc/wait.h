/* SPDX-License-Identifier: MIT */
/* Wait queues: how threads sleep until something happens. */
#ifndef KERNEL_PROC_WAIT_H
#define KERNEL_PROC_WAIT_H

#include "lib/assert.h"
#include "lib/list.h"
#include "lib/types.h"

struct thread;

/* Threads that sleep until one thing happens. */
struct wait_queue {
	struct list waiters; /* of struct waiter */
};

/* One thread's place in one queue: a part of the thread, or on its stack. */
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
 * Counts the reasons why nothing may wait now: interrupts being handled, and
 * paths between alone_begin() and alone_end().
 */
extern unsigned waiting_forbidden;
/* Does may_wait() give the CPU away at random? */
extern bool jitter_is_on;
void jitter(void);

/* May the running thread wait here?  This can be asked anywhere. */
bool waiting_is_allowed(void);

/*
 * Begins each function that may wait, whether or not it will wait this time.
 * The caller of such a function must hold what it uses after the call, and must
 * check again what it had checked before.  With `jitter` on the kernel's
 * command line other threads run here now and then, so that tests meet the
 * interleavings that a real wait could bring.
 */
static inline void may_wait(void)
{
	KASSERT(waiting_is_allowed());
	if (__builtin_expect(jitter_is_on, 0))
		jitter();
}

/* A path is alone between these two: may_wait() panics there.  They nest. */
static inline void alone_begin(void)
{
	waiting_forbidden++;
}

static inline void alone_end(void)
{
	KASSERT(waiting_forbidden > 0);
	waiting_forbidden--;
}

/* Switches jitter on.  The digits of seed choose where threads are switched. */
void jitter_init(const char *seed);

/*
 * Sleeps until the queue is woken, a signal comes, or the monotonic clock
 * reaches deadline (in ns; WAIT_FOREVER for none).  Nothing else runs between
 * the caller's last look at its condition and the entry into the queue, so no
 * wake is lost.  Returns 0 after a wake: the caller must check its condition
 * again.  -ERESTART: a signal came first; -ETIMEDOUT.  May wait.
 */
int wait_on(struct wait_queue *q, int64_t deadline);

/*
 * For calls that SA_RESTART does not restart, and for those that wait until a
 * time.  When a signal ends its wait, such a call returns wait_interrupted(),
 * which is -ERESTART.  If a handler runs then, the call fails with EINTR.
 * Otherwise (the process was stopped and continued, for example) the call runs
 * again, and wait_resumed() returns the deadline that it had, instead of its
 * argument.  No other call gets it, even if this one fails before it asks for
 * it (call_end()).
 */
int wait_interrupted(int64_t deadline);
int64_t wait_resumed(int64_t deadline);

/* Sleeps until the queue is woken, whatever signals come.  May wait. */
void wait_uninterruptible(struct wait_queue *q);

/*
 * As wait_on(), but only a signal that ends the process ends the sleep.  It may
 * return 0 without a wake.  May wait.
 */
int wait_killable(struct wait_queue *q, int64_t deadline);

/*
 * For waiting in several queues (poll): enter them all, check the conditions,
 * call wait_block() if none holds, and leave them all.  A wake between entering
 * and blocking is not lost.  wait_block() may wait, and its results are those
 * of wait_on().
 */
void wait_enter(struct wait_queue *q, struct waiter *w);
void wait_leave(struct waiter *w);
int wait_block(int64_t deadline);

/* Ends t's wait as a wake does, whatever it waits for. */
void thread_wake(struct thread *t);

/*
 * Wakes one waiter: of those with the highest priority the first.  Safe in
 * interrupt handlers.
 */
void wait_wake_best(struct wait_queue *q);

/* Wake the first waiter, or all.  Safe in interrupt handlers. */
void wait_wake_one(struct wait_queue *q);
void wait_wake_all(struct wait_queue *q);

#endif
