/* SPDX-License-Identifier: MIT */
/*
 * Locks whose word in memory has the number of its owner
 * (<faultline/thread.h>).  The owner inherits the priority of its waiters.
 * When it ends, each lock that it holds goes to the next waiter, which is told
 * so.
 *
 * The kernel writes the next owner's number into the word before that thread
 * runs.  The word and its waiters change together, because nothing here waits
 * between the two.
 */
#include "proc/pi_futex.h"
#include "call/handlers.h"
#include "lib/assert.h"
#include "lib/tree.h"
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "proc/futex.h"
#include "proc/lifecycle.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/table.h"
#include <faultline/system.h>
#include <faultline/thread.h>

#define CHAIN_LIMIT 16 /* most owners that one waiter lends its priority to */

struct pi_waiter {
	struct tree_node node;	/* in the tree, until granted */
	struct list owner_link; /* in the owner's pi_waiters */
	struct futex_key key;
	struct thread *thread, *owner;
	struct wait_queue queue;
	bool inherit; /* the owner inherits this thread's priority */
	bool granted; /* the wait is over, with result */
	int result;   /* 0, -EOWNERDEAD or -ENOTRECOVERABLE */
};

/*
 * All waiters, sorted by key and then by arrival.  A thread that ends looks for
 * the waiters of each of its locks, and must not walk over those of other
 * locks.
 */
static struct tree waiters;

static struct pi_waiter *waiter_of(struct tree_node *n)
{
	return n ? container_of(n, struct pi_waiter, node) : NULL;
}

static int compare(const struct futex_key *a, const struct futex_key *b)
{
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	if (a->high != b->high)
		return a->high < b->high ? -1 : 1;
	return a->offset < b->offset ? -1 : a->offset > b->offset;
}

static void enqueue(struct pi_waiter *w)
{
	struct tree_node *n = waiters.root, *low = NULL, *high = NULL;

	while (n) {
		bool before = compare(&waiter_of(n)->key, &w->key) <= 0;

		*(before ? &low : &high) = n;
		n = n->child[before ? TREE_AFTER : TREE_BEFORE];
	}
	tree_insert(&waiters, low, high, &w->node);
}

/* The key's waiter that has waited longest, or NULL. */
static struct pi_waiter *first_waiter(const struct futex_key *key)
{
	struct tree_node *n = waiters.root;
	struct pi_waiter *first = NULL;

	while (n) {
		int order = compare(&waiter_of(n)->key, key);

		if (order == 0)
			first = waiter_of(n);
		n = n->child[order < 0 ? TREE_AFTER : TREE_BEFORE];
	}
	return first;
}

/* The next waiter for the same lock that came after w, or NULL. */
static struct pi_waiter *next_waiter(const struct pi_waiter *w)
{
	struct pi_waiter *next = waiter_of(tree_step(&w->node, TREE_AFTER));

	return next && compare(&next->key, &w->key) == 0 ? next : NULL;
}

/* The real-time priority that t lends to the owner of what it waits for. */
static uint8_t lendable(const struct thread *t)
{
	uint8_t own = t->policy == FL_SCHED_OTHER ? 0 : t->realtime;

	return MAX(own, MAX(t->ceiling, t->inherited));
}

/*
 * Computes what owner inherits from its waiters.  If that changes, the owner of
 * what it waits for itself is next, and so on.
 */
static void update_owner(struct thread *owner)
{
	for (int i = 0; owner && i < CHAIN_LIMIT; i++) {
		uint8_t most = 0;

		list_for_each (link, &owner->pi_waiters) {
			const struct pi_waiter *w =
			    list_entry(link, struct pi_waiter, owner_link);

			if (w->inherit)
				most = MAX(most, lendable(w->thread));
		}
		if (owner->inherited == most)
			return;
		owner->inherited = most;
		sched_update(owner);
		owner = owner->waits ? owner->waits->owner : NULL;
	}
}

void pi_priority_changed(struct thread *t)
{
	if (t->waits)
		update_owner(t->waits->owner);
}

static void set_owner(struct pi_waiter *w, struct thread *owner)
{
	list_remove(&w->owner_link);
	w->owner = owner;
	if (owner)
		list_push_back(&owner->pi_waiters, &w->owner_link);
}

/* Of the waiters with the highest priority the one that came first, or NULL. */
static struct pi_waiter *best_waiter(const struct futex_key *key)
{
	struct pi_waiter *best = first_waiter(key);

	for (struct pi_waiter *w = best; w; w = next_waiter(w))
		if (w->thread->priority < best->thread->priority)
			best = w;
	return best;
}

static void wake(struct pi_waiter *w, int result)
{
	KASSERT(!w->granted && w->thread->waits == w);
	tree_remove(&waiters, &w->node);
	set_owner(w, NULL);
	w->granted = true;
	w->result = result;
	wait_wake_all(&w->queue);
}

/* The other waiters wait for a new owner.  Returns whether there are any. */
static bool move_waiters(const struct futex_key *key, struct thread *owner)
{
	struct pi_waiter *first = first_waiter(key);

	for (struct pi_waiter *w = first; w; w = next_waiter(w))
		set_owner(w, owner);
	return first;
}

/*
 * Gives the running thread's lock to the best waiter, or frees it.  died: the
 * next owner is told that this one ended while it held the lock.
 */
static int hand_over(struct uaddr word, const struct futex_key *key, bool died)
{
	struct pi_waiter *w = best_waiter(key);
	uint32_t value = died ? FL_LOCK_OWNER_DIED : 0;
	struct thread *next;

	if (!w)
		return user_store(word, value);
	next = w->thread;
	wake(w, died ? -EOWNERDEAD : 0);
	value |= (uint32_t)next->tid;
	if (move_waiters(key, next))
		value |= FL_LOCK_WAITERS;
	update_owner(next);
	update_owner(current);
	return user_store(word, value);
}

long sys_unlock_owned(struct uaddr word, int dead)
{
	struct futex_key key;
	struct pi_waiter *w;
	uint32_t value;
	int error = futex_key_of(word, &key);

	if (!error)
		error = user_load(word, &value);
	if (error)
		return error;
	if ((value & FL_LOCK_TID) != (uint32_t)current->tid)
		return -EPERM;
	if (!dead)
		return hand_over(word, &key, false);
	error = user_store(word, FL_LOCK_DEAD);
	while (!error && (w = best_waiter(&key)))
		wake(w, -ENOTRECOVERABLE);
	update_owner(current);
	return error;
}

/*
 * Takes the lock if it is free; then *owner is NULL.  Otherwise returns 0 and
 * the thread to wait for.  A lock whose owner died is taken with -EOWNERDEAD.
 */
static int try_lock(struct uaddr word, uint32_t value,
		    const struct futex_key *key, struct thread **owner)
{
	uint32_t tid = value & FL_LOCK_TID;
	int error;

	if (tid == FL_LOCK_DEAD)
		return -ENOTRECOVERABLE;
	if (tid == (uint32_t)current->tid)
		return -EDEADLK;
	if (tid == 0) {
		*owner = NULL;
		value = (value & FL_LOCK_OWNER_DIED) | (uint32_t)current->tid;
		if (best_waiter(key))
			value |= FL_LOCK_WAITERS;
		error = user_store(word, value);
		if (!error && value & FL_LOCK_OWNER_DIED)
			error = -EOWNERDEAD;
		return error;
	}
	*owner = thread_find((int)tid);
	if (!*owner || (*owner)->locks_released)
		return -ESRCH;
	return user_store(word, value | FL_LOCK_WAITERS);
}

long sys_lock_owned(struct uaddr word, int flags, struct uaddr timeout)
{
	struct pi_waiter w = { .thread = current,
			       .inherit = flags & FL_LOCK_INHERIT };
	struct thread *owner;
	int64_t deadline;
	uint32_t value;
	int error = futex_deadline(timeout, &deadline);

	deadline = wait_resumed(deadline);
	if (!error)
		error = futex_key_of(word, &w.key);
	if (!error)
		error = user_load(word, &value);
	if (!error)
		error = try_lock(word, value, &w.key, &owner);
	if (error || !owner)
		return error;
	KASSERT(!current->waits && owner != current);
	list_init(&w.owner_link);
	wait_queue_init(&w.queue);
	enqueue(&w);
	set_owner(&w, owner);
	current->waits = &w;
	update_owner(owner);
	futex_key_hold(&w.key);
	error = wait_on(&w.queue, deadline);
	current->waits = NULL;
	if (!w.granted) {
		tree_remove(&waiters, &w.node);
		owner = w.owner;
		set_owner(&w, NULL);
		update_owner(owner);
	}
	futex_key_release(&w.key);
	if (w.granted)
		return w.result;
	return error == -ERESTART ? wait_interrupted(deadline) : error;
}

long sys_robust_list(uint32_t list)
{
	current->robust_list = uaddr(list);
	return 0;
}

static int owner_died(struct uaddr word)
{
	struct futex_key key;
	uint32_t value;
	int error = futex_key_of(word, &key);

	if (!error)
		error = user_load(word, &value);
	if (!error && (value & FL_LOCK_TID) == (uint32_t)current->tid)
		error = hand_over(word, &key, true);
	return error;
}

/*
 * The list is in the program's memory: it may be damaged or a circle.  The walk
 * ends at a lock that cannot be handed over.  Otherwise a circle through that
 * lock would make the kernel search its waiters each time.
 */
static void walk_robust_list(void)
{
	struct fl_robust_list list;
	uint32_t link, next;

	if (uaddr_is_null(current->robust_list) ||
	    copy_from_user(&list, current->robust_list, sizeof(list)) != 0)
		return;
	current->robust_list = uaddr(0);
	link = list.first;
	for (int n = 0; link != 0 && n < FL_ROBUST_MAX; n++) {
		if (user_load(uaddr(link), &next) != 0)
			break;
		if (owner_died(uaddr(link + (uint32_t)list.offset)) != 0)
			break;
		link = next;
		arch_poll_interrupts(); /* each may have many waiters */
	}
	if (list.pending != 0)
		owner_died(uaddr(list.pending + (uint32_t)list.offset));
}

/*
 * Hands the thread's robust locks on.  The thread keeps its number while its
 * process gives memory and files back, which may wait.  locks_released makes
 * try_lock() answer -ESRCH for that number from now on.
 */
static void release_all(struct thread *t)
{
	KASSERT(t == current && !t->waits);
	t->locks_released = true;
	walk_robust_list();
	/* Waiters for its other locks wait until a signal or their deadline. */
	while (!list_empty(&t->pi_waiters))
		set_owner(
		    list_first(&t->pi_waiters, struct pi_waiter, owner_link),
		    NULL);
	t->inherited = t->ceiling = 0;
}

/* The thread goes on with the new program, and may own locks again. */
static void begin_anew(struct process *p, bool secure)
{
	(void)secure;
	KASSERT(p == current->process && current->locks_released);
	current->locks_released = false;
}

LIFECYCLE_HOOK(FUTEXES, .exec = begin_anew, .thread_exit = release_all);
