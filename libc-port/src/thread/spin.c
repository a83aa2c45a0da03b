/* SPDX-License-Identifier: MIT */
/* Spin locks; on one processor the holder must get its turn. */
#include "thread.h"
#include <errno.h>
#include <sched.h>

int pthread_spin_init(pthread_spinlock_t *l, int shared)
{
	(void)shared;
	*l = 0;
	return 0;
}

int pthread_spin_destroy(pthread_spinlock_t *l)
{
	(void)l;
	return 0;
}

int pthread_spin_trylock(pthread_spinlock_t *l)
{
	return __sync_lock_test_and_set(l, 1) ? EBUSY : 0;
}

int pthread_spin_lock(pthread_spinlock_t *l)
{
	while (pthread_spin_trylock(l))
		sched_yield();
	return 0;
}

int pthread_spin_unlock(pthread_spinlock_t *l)
{
	__sync_lock_release(l);
	return 0;
}
