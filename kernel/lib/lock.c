/* SPDX-License-Identifier: MIT */
/* Sleeping locks. */
#include "lib/lock.h"
#include "proc/process.h"
#include "proc/wait.h"

uint32_t lock_held_ranks;

void mutex_init(struct mutex *m, const char *name, enum lock_rank rank)
{
	m->name = name;
	m->rank = rank;
	m->holder = NULL;
	wait_queue_init(&m->queue);
}

void mutex_lock(struct mutex *m)
{
	KASSERT(lock_held_ranks == 0);
	KASSERT(m->holder != current && current->mutexes_held >> m->rank == 0);
	while (m->holder != NULL)
		wait_uninterruptible(&m->queue, NULL);
	m->holder = current;
	current->mutexes_held |= 1u << m->rank;
}

void mutex_unlock(struct mutex *m)
{
	KASSERT(m->holder == current);
	m->holder = NULL;
	current->mutexes_held &= ~(1u << m->rank);
	if (!list_empty(&m->queue.waiters))
		wait_wake_one(&m->queue);
}
