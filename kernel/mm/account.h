/* SPDX-License-Identifier: MIT */
/* What the kernel keeps for each user, and how much that may be. */
#ifndef KERNEL_MM_ACCOUNT_H
#define KERNEL_MM_ACCOUNT_H

#include "lib/assert.h"
#include "lib/list.h"
#include "lib/types.h"

/*
 * What is counted apart from memory, because there is only so much of it, or
 * because looking through it takes time.  account.c has the limits.
 */
enum account_kind {
	ACCOUNT_PROCESSES,
	ACCOUNT_NUMBERS, /* of threads, processes, groups, and sessions */
	ACCOUNT_FILES,	 /* open file descriptions */
	ACCOUNT_LOCKS,
	ACCOUNT_SIGNALS, /* queued real-time signals, for who gets them */
	ACCOUNT_TIMERS,
	ACCOUNT_TERMINALS,
	ACCOUNT_PORTS,
	ACCOUNT_QUEUES,	  /* mq_open() */
	ACCOUNT_MESSAGES, /* in queues of either kind, empty ones too */
	ACCOUNT_MESSAGE_QUEUES,
	ACCOUNT_SEMAPHORE_SETS,
	ACCOUNT_SEGMENTS,
	ACCOUNT_KINDS
};

#define ACCOUNT_LIMIT  4096u /* users at once */
#define ACCOUNT_CACHES 64u   /* slab caches; see slab.c */

/*
 * A user's account, by the real user id of who made the kernel keep something.
 * Each frame names its account, and each counted thing holds a pointer to its
 * own: what is kept is charged to its maker for as long as it is kept, whoever
 * uses it and whatever becomes of the maker's processes.
 *
 * An account lives while anything is charged to it.
 */
struct account {
	uint32_t uid;
	uint32_t index; /* in accounts[] */
	uint32_t floor; /* frames that it leaves free: root's reserve */
	uint32_t pages; /* frames charged */
	uint32_t kept;	/* of these, what outlives processes: files */
	uint32_t count[ACCOUNT_KINDS];
	uint32_t references; /* the sum of the counts; root's is always held */
	/* Slabs with free objects, by the cache's index: no two accounts have
	 * objects in one slab, so that what is charged is what is free when
	 * the user's things are gone. */
	struct list partial[ACCOUNT_CACHES];
};

extern struct account account_root; /* root's, and the kernel's own */
extern struct account *accounts[ACCOUNT_LIMIT];

/* How much memory there is has become known: the limits follow from it. */
void account_init(void);

/* The account of a user, made if there is none; NULL: no memory. */
struct account *account_find_or_make(uint32_t uid);
/* One that nothing is charged to goes. */
void account_drop_unused(struct account *a);

int account_charge_user(struct account *a, enum account_kind kind);
void account_uncharge_user(struct account *a, enum account_kind kind);

/* Counts one more of a kind: 0, or -EAGAIN: a or all have as many as may be. */
static inline int account_charge(struct account *a, enum account_kind kind)
{
	if (a != &account_root)
		return account_charge_user(a, kind);
	a->count[kind]++;
	return 0;
}

static inline void account_uncharge(struct account *a, enum account_kind kind)
{
	KASSERT(a->count[kind] > 0);
	if (a != &account_root)
		account_uncharge_user(a, kind);
	else
		a->count[kind]--;
}

/* One moves to another account, whose limit does not matter. */
void account_move(struct account *from, struct account *to,
		  enum account_kind kind);

/* The last of its frames is free; called by the frame allocator. */
void account_pages_gone(struct account *a);

/* Frames of files that a may still have, as far as shares go. */
uint32_t account_room_for_files(const struct account *a);
void account_keep(struct account *a, uint32_t frames_kept);
void account_unkeep(struct account *a, uint32_t frames_kept);

/* Root's guarantee: it gives up memory only if it has more than so much. */
uint32_t account_guarantee(void);

/* The table of limits, and then the accounts; the length of the text. */
size_t account_describe(char *text, size_t size);

#endif
