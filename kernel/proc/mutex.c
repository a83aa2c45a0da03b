/* SPDX-License-Identifier: MIT */
/* Mutexes. */
#include "proc/mutex.h"
#include "lib/assert.h"
#include "proc/thread.h"

void mutex_init(struct mutex *m, enum mutex_rank rank)
{
	m->rank = rank;
	m->holder = NULL;
	wait_queue_init(&m->queue);
}

void mutex_lock(struct mutex *m)
{
	may_wait();
	KASSERT(m->holder != current && current->mutexes_held >> m->rank == 0);
	if (m->holder) {
		do
			wait_uninterruptible(&m->queue);
		while (m->holder != current);
		return;
	}
	m->holder = current;
	current->mutexes_held |= 1u << m->rank;
}

/*
 * The first waiter holds m from now on, although it has yet to run.  If m were
 * free until then, a thread that takes it again and again, and gives the CPU
 * away only while it holds m, would keep all others waiting.
 */
static __attribute__((noinline)) void hand_over(struct mutex *m)
{
	struct waiter *first =
	    list_first(&m->queue.waiters, struct waiter, link);

	KASSERT(first->thread->mutexes_held >> m->rank == 0);
	m->holder = first->thread;
	m->holder->mutexes_held |= 1u << m->rank;
	wait_wake_one(&m->queue);
}

void mutex_unlock(struct mutex *m)
{
	KASSERT(m->holder == current);
	KASSERT(current->mutexes_held & 1u << m->rank);
	m->holder = NULL;
	current->mutexes_held &= ~(1u << m->rank);
	if (!list_empty(&m->queue.waiters))
		hand_over(m);
}

bool mutex_is_mine(const struct mutex *m)
{
	return m->holder == current;
}
