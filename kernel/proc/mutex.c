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
	while (m->holder)
		wait_uninterruptible(&m->queue);
	KASSERT(current->mutexes_held >> m->rank == 0);
	m->holder = current;
	current->mutexes_held |= 1u << m->rank;
}

void mutex_unlock(struct mutex *m)
{
	KASSERT(m->holder == current);
	KASSERT(current->mutexes_held & 1u << m->rank);
	m->holder = NULL;
	current->mutexes_held &= ~(1u << m->rank);
	if (!list_empty(&m->queue.waiters))
		wait_wake_one(&m->queue);
}

bool mutex_is_mine(const struct mutex *m)
{
	return m->holder == current;
}
