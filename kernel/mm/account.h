/* SPDX-License-Identifier: MIT */
/* Accounts: what the kernel keeps for each user, and how much it may keep. */
#ifndef KERNEL_MM_ACCOUNT_H
#define KERNEL_MM_ACCOUNT_H

#include "lib/assert.h"
#include "lib/list.h"
#include "lib/types.h"

/*
 * The kinds of things that are counted besides memory, because their number is
 * limited, or because the kernel searches them one by one.  account.c has the
 * limits.
 */
enum account_kind {
	ACCOUNT_PROCESSES,
	ACCOUNT_NUMBERS, /* of threads, processes, groups, and sessions */
	ACCOUNT_FILES,	 /* open file descriptions */
	ACCOUNT_LOCKS,
	ACCOUNT_SIGNALS, /* queued real-time signals, of the receiver */
	ACCOUNT_TIMERS,
	ACCOUNT_TERMINALS,
	ACCOUNT_PORTS,
	ACCOUNT_QUEUES,	  /* mq_open() */
	ACCOUNT_MESSAGES, /* of both kinds of queues, empty ones too */
	ACCOUNT_MESSAGE_QUEUES,
	ACCOUNT_SEMAPHORE_SETS,
	ACCOUNT_SEGMENTS,
	ACCOUNT_KINDS
};

#define ACCOUNT_LIMIT  4096u /* users at once */
#define ACCOUNT_CACHES 64u   /* slab caches; see slab.c */

/*
 * A user's account.  The user is the real user id of the process that made the
 * kernel keep something.  Each frame has the index of its account, and each
 * counted thing a pointer to it.  A thing is charged to its maker for as long
 * as it exists, no matter who uses it and whether the maker still has a
 * process.
 *
 * An account exists while anything is charged to it.
 */
struct account {
	uint32_t uid;
	uint32_t index; /* in accounts[] */
	uint32_t floor; /* frames it must leave free: root's reserve */
	uint32_t pages; /* frames charged */
	uint32_t kept;	/* those of pages that outlive processes: files */
	uint32_t count[ACCOUNT_KINDS];
	uint32_t references; /* the sum of count[]; root's is 1 for ever */
	/*
	 * The slabs that have free objects, by the index of their cache.  A
	 * slab has objects of one account only, so all of an account's frames
	 * are free again when the user's things are gone.
	 */
	struct list partial[ACCOUNT_CACHES];
};

extern struct account account_root; /* root's, and the kernel's own */
extern struct account *accounts[ACCOUNT_LIMIT];

/*
 * Computes the limits from the number of frames.  To be called once, after the
 * frame allocator has all of its frames.
 */
void account_init(void);

/*
 * The account of the user uid, made if there is none.  NULL: there is no
 * memory for it, or there are ACCOUNT_LIMIT accounts.  The account holds no
 * reference yet: the caller charges something to it, or calls
 * account_drop_unused().
 */
struct account *account_find_or_make(uint32_t uid);
/* Frees the account if nothing is charged to it and it is not root's. */
void account_drop_unused(struct account *a);

/* account_charge() and account_uncharge() for all accounts but root's. */
int account_charge_user(struct account *a, enum account_kind kind);
void account_uncharge_user(struct account *a, enum account_kind kind);

/*
 * Counts one more thing of a kind.  0, or -EAGAIN: the user, or all users but
 * root together, have as many as they may.
 */
static inline int account_charge(struct account *a, enum account_kind kind)
{
	if (a != &account_root)
		return account_charge_user(a, kind);
	a->count[kind]++;
	return 0;
}

/* Counts one thing less, which may free the account. */
static inline void account_uncharge(struct account *a, enum account_kind kind)
{
	KASSERT(a->count[kind] > 0);
	if (a != &account_root)
		account_uncharge_user(a, kind);
	else
		a->count[kind]--;
}

/* Charges one thing of from to another account, even beyond its limit. */
void account_move(struct account *from, struct account *to,
		  enum account_kind kind);

/*
 * The frame allocator calls this when the last frame of an account is free.
 * Frees the account if nothing is counted either.
 */
void account_pages_gone(struct account *a);

/*
 * How many frames more the limits on files let an account have.  Whether so
 * many are free is another question: frames_for_files() answers both.
 */
uint32_t account_room_for_files(const struct account *a);
/*
 * So many of the account's frames now hold something that outlives processes,
 * or no longer do.  The limit is checked before, not here.
 */
void account_keep(struct account *a, uint32_t frames_kept);
void account_unkeep(struct account *a, uint32_t frames_kept);

/*
 * Root's guarantee, in frames: while root has no more than these, it is not to
 * blame when memory runs out (proc/oom.c).
 */
uint32_t account_guarantee(void);

/*
 * Writes the limits and then the accounts as text, one a line, cut off at size
 * bytes with the final zero byte.  Returns the length of the text.
 */
size_t account_describe(char *text, size_t size);

#endif
