/* SPDX-License-Identifier: MIT */
/* Waiting on a word of memory. */
#ifndef KERNEL_PROC_FUTEX_H
#define KERNEL_PROC_FUTEX_H

#include "lib/types.h"

struct thread;
struct object;

/*
 * A word is known by its address space and address, or, in a shared mapping,
 * by the memory object and the place in it.
 */
struct futex_key {
	const void *place; /* the space or the object */
	uint32_t offset, high;
	struct object *shared; /* NULL: the word is private */
};

/* The key is good for as long as nothing waits, unless it is held. */
int futex_key_of(struct uaddr word, struct futex_key *key);

/*
 * A thread that waits holds the object: its address must not become that of
 * another one, whose words would then be taken for this one's.
 */
void futex_key_hold(const struct futex_key *key);
void futex_key_release(const struct futex_key *key);
uint32_t futex_key_hash(const struct futex_key *k);

static inline bool futex_key_equal(const struct futex_key *a,
				   const struct futex_key *b)
{
	return a->place == b->place && a->offset == b->offset &&
	       a->high == b->high;
}

/* Wakes up to count threads that wait on the word; returns how many. */
int futex_wake(struct uaddr word, int count);

/* A relative time to wait, or none, as a deadline. */
int futex_deadline(struct uaddr timeout, int64_t *deadline);

#endif
