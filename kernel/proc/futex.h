/* SPDX-License-Identifier: MIT */
/* Futexes: waiting for a change of a word in memory. */
#ifndef KERNEL_PROC_FUTEX_H
#define KERNEL_PROC_FUTEX_H

#include "lib/types.h"

struct thread;
struct object;

/*
 * Names a word of memory: by the address space and the address, or, in a shared
 * mapping, by the memory object and the place in it.
 */
struct futex_key {
	const void *place; /* the space, or the object */
	uint32_t offset, high;
	struct object *shared; /* the same object; NULL: the word is private */
};

/*
 * Stores the key of a word of the running process in *key.  The key is valid
 * until the path waits; futex_key_hold() makes it valid for longer.  Returns 0,
 * or -EINVAL if the address is not a multiple of 4.
 */
int futex_key_of(struct uaddr word, struct futex_key *key);

/*
 * Hold and release the key's object, if it has one.  A waiter holds its key:
 * otherwise another object could get the same address in the kernel, and its
 * words would have the same keys.
 */
void futex_key_hold(const struct futex_key *key);
void futex_key_release(const struct futex_key *key);

/* A hash in the lower 16 bits. */
uint32_t futex_key_hash(const struct futex_key *k);

static inline bool futex_key_equal(const struct futex_key *a,
				   const struct futex_key *b)
{
	return a->place == b->place && a->offset == b->offset &&
	       a->high == b->high;
}

/*
 * Wakes up to count threads that wait on the word, those of the highest
 * priority first.  Returns how many, or -EINVAL if the address is not a
 * multiple of 4.
 */
int futex_wake(struct uaddr word, int count);

/*
 * Reads the struct fl_timespec at timeout, a time from now, and stores the
 * deadline on the monotonic clock in *deadline: WAIT_FOREVER if timeout is
 * NULL.  Returns 0, -EFAULT or -EINVAL; *deadline is WAIT_FOREVER after an
 * error.
 */
int futex_deadline(struct uaddr timeout, int64_t *deadline);

#endif
