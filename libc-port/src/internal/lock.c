/* SPDX-License-Identifier: MIT */
/*
 * The locks inside the C library: no call, and with one thread no atomic
 * instruction, when nobody waits.
 */
#include "libc.h"
#include <sys/lock.h>

int __threaded;

void __lock_enter(struct __lock *lock)
{
	int self = (int)thread_self();

	if (lock->owner == self) {
		lock->depth++;
		return;
	}
	if (!__threaded)
		lock->word = 1;
	else if (!__sync_bool_compare_and_swap(&lock->word, 0, 1))
		while (__sync_lock_test_and_set(&lock->word, 2) != 0)
			__futex_wait(&lock->word, 2, NULL);
	lock->owner = self;
}

/* 0 if this thread has it now. */
int __lock_try_enter(struct __lock *lock)
{
	int self = (int)thread_self();

	if (lock->owner == self) {
		lock->depth++;
		return 0;
	}
	if (!__sync_bool_compare_and_swap(&lock->word, 0, 1))
		return -1;
	lock->owner = self;
	return 0;
}

void __lock_leave(struct __lock *lock)
{
	if (lock->depth > 0) {
		lock->depth--;
		return;
	}
	lock->owner = 0;
	if (!__threaded)
		lock->word = 0;
	else if (__sync_lock_test_and_set(&lock->word, 0) == 2)
		__futex_wake(&lock->word, 1);
}
