/* SPDX-License-Identifier: MIT */
/*
 * Locks and their order.
 *
 * The kernel runs on one CPU with interrupts off, and gives the CPU away
 * only in sched_block() and sched_checkpoint().  A spinlock therefore never
 * spins today; it says what it protects, and its rank is checked at each
 * acquisition, so that the order is right on the day it must.
 */
#ifndef KERNEL_LIB_LOCK_H
#define KERNEL_LIB_LOCK_H

#include "lib/assert.h"
#include "lib/list.h"
#include "lib/types.h"

/* A lock may be taken only while all locks held have lower ranks. */
enum lock_rank {
	RANK_NAMESPACE, /* mutex: renames, mounts: the shape of the tree */
	RANK_VNODE,	/* mutex: one vnode's contents and attributes */
	RANK_VNODE2,	/* mutex: a second vnode, child of the first */
	RANK_FILE,	/* a file's offset; a descriptor table */
	RANK_PIPE,	/* a pipe's ring */
	RANK_TTY,	/* a terminal's queues and settings */
	RANK_SPACE,	/* an address space's regions and page tables */
	RANK_SPACE2,	/* a second one: fork's child */
	RANK_CACHE,	/* a page cache's tree */
	RANK_PROCESS,	/* the process tree, groups, sessions, credentials */
	RANK_SIGNAL,	/* pending signals and actions */
	RANK_FUTEX,	/* futex buckets */
	RANK_WAIT,	/* one wait queue */
	RANK_TIMER,	/* the timer heap */
	RANK_SCHED,	/* the run queues */
	RANK_SLAB,	/* one slab cache */
	RANK_FRAME,	/* the frame allocator */
	RANK_LOG,	/* the kernel's log and console */
	RANK_COUNT
};

struct spinlock {
	const char *name;
	uint32_t rank_bit; /* 1 << its rank */
	bool held;
};

#define SPINLOCK_INIT(name, rank)         \
	{                                 \
		name, 1u << (rank), false \
	}

/* Ranks of the spinlocks held by this CPU, one bit each. */
extern uint32_t lock_held_ranks;

static inline void spin_init(struct spinlock *l, const char *name,
			     enum lock_rank rank)
{
	*l = (struct spinlock)SPINLOCK_INIT(name, rank);
}

static inline void spin_lock(struct spinlock *l)
{
	/* Neither it nor one of its rank or a later one is held. */
	KASSERT(lock_held_ranks < l->rank_bit);
	l->held = true;
	lock_held_ranks |= l->rank_bit;
}

static inline void spin_unlock(struct spinlock *l)
{
	KASSERT(l->held);
	l->held = false;
	lock_held_ranks &= ~l->rank_bit;
}

struct thread;

/* Threads that sleep until something happens (proc/wait.h). */
struct wait_queue {
	struct list waiters; /* of struct waiter */
};

/*
 * A lock whose holder may sleep.  Not for interrupt handlers.  mutex_lock()
 * waits without being interruptible: holders never wait for users.
 */
struct mutex {
	const char *name;
	uint8_t rank;
	struct thread *holder; /* NULL: free */
	struct wait_queue queue;
};

void mutex_init(struct mutex *m, const char *name, enum lock_rank rank);
void mutex_lock(struct mutex *m);
void mutex_unlock(struct mutex *m);

static inline bool mutex_is_held(const struct mutex *m)
{
	return m->holder != NULL;
}

#endif
