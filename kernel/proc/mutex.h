/* SPDX-License-Identifier: MIT */
/*
 * Mutexes: locks whose holder may wait.
 *
 * A path through the kernel is alone until it waits (docs/concurrency.md), so
 * there is a mutex only where an invariant is broken across a wait.
 */
#ifndef KERNEL_PROC_MUTEX_H
#define KERNEL_PROC_MUTEX_H

#include "lib/types.h"
#include "proc/wait.h"

/*
 * A mutex may be taken only while all mutexes that are held have lower ranks.
 * One of each rank is held at the most.
 */
enum mutex_rank {
	/*
	 * A vnode's contents and size while a write or a truncation is under
	 * way, and the offset of an open file that a read or a write is going
	 * to move (fs/vnode.h).
	 */
	RANK_VNODE,
};

struct mutex {
	enum mutex_rank rank;
	struct thread *holder; /* NULL: free */
	struct wait_queue queue;
};

/* Makes a free mutex. */
void mutex_init(struct mutex *m, enum mutex_rank rank);

/*
 * Takes m, which the running thread must not hold.  No signal ends the wait, so
 * a holder must not wait for what only a program does.  May wait.
 */
void mutex_lock(struct mutex *m);

/* Gives m, which the running thread must hold, to who waits longest. */
void mutex_unlock(struct mutex *m);

/* Does the running thread hold m? */
bool mutex_is_mine(const struct mutex *m);

/* Does nobody hold m?  So it stays until the running thread waits. */
static inline bool mutex_is_free(const struct mutex *m)
{
	return !m->holder;
}

#endif
