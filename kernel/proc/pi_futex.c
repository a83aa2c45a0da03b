/* SPDX-License-Identifier: MIT */
/*
 * Locks whose word in memory names its owner (<faultline/thread.h>): the owner
 * inherits the priority of those who wait, and what it holds when it ends goes
 * to the next with the news.
 *
 * A lock is handed over: the waiter finds its own number in the word.  The
 * kernel is not preempted, so that a word and its waiters change together.
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

#define CHAIN_LIMIT 16 /* owners that wait for owners */

struct pi_waiter {
	struct tree_node node;	/* of waiters, until the lock was given */
	struct list owner_link; /* of the owner's waiters */
	struct futex_key key;
	struct thread *thread, *owner;
	struct wait_queue queue;
	bool inherit;
	bool granted;
	int result;
};

/*
 * All that wait, by key, then by arrival.  A thread that ends asks for each of
 * its locks who waits for it, and those who wait for others' cost it nothing.
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

/* Who has waited longest, or NULL. */
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

/* Who waits for the same lock, and came after w, or NULL. */
static struct pi_waiter *next_waiter(const struct pi_waiter *w)
{
	struct pi_waiter *next = waiter_of(tree_step(&w->node, TREE_AFTER));

	return next && compare(&next->key, &w->key) == 0 ? next : NULL;
}

/* The real-time priority that t has to lend. */
static uint8_t lendable(const struct thread *t)
{
	uint8_t own = t->policy == FL_SCHED_OTHER ? 0 : t->realtime;

	return MAX(own, MAX(t->ceiling, t->inherited));
}

/* Sees that owner, and whom it waits for, runs with what it inherits. */
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

/* The waiter of highest priority that has waited longest, or NULL. */
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

/* The other waiters have a new owner. */
static bool move_waiters(const struct futex_key *key, struct thread *owner)
{
	struct pi_waiter *first = first_waiter(key);

	for (struct pi_waiter *w = first; w; w = next_waiter(w))
		set_owner(w, owner);
	return first;
}

/* From the running thread to the best waiter; died: which is told. */
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

/* Takes a free lock, or finds whom to wait for. */
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
 * The list is the program's: it may be damaged, and it may be a circle.  It
 * ends at a lock that cannot be written, or that one's waiters would be walked
 * over each time it comes.
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
 * The thread's robust locks go to others, who are told so.  Its number is still
 * in use while its process gives memory and files back, which waits; whoever
 * asks for a lock by that number then finds no owner.
 */
static void release_all(struct thread *t)
{
	KASSERT(t == current && !t->waits);
	t->locks_released = true;
	walk_robust_list();
	/* Who waits for other locks of this thread waits for ever. */
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
