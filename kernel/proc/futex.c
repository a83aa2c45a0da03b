/* SPDX-License-Identifier: MIT */
/* Waiting on a word of memory. */
#include "proc/futex.h"
#include "call/handlers.h"
#include "lib/assert.h"
#include "machine/uaccess.h"
#include "mm/object.h"
#include "mm/space.h"
#include "proc/clock.h"
#include "proc/process.h"
#include "proc/wait.h"

#define BUCKETS 1024

struct futex_waiter {
	struct list link;
	struct futex_key key;
	struct thread *thread;
	bool woken;
};

static struct list buckets[BUCKETS];

int futex_key_of(struct uaddr word, struct futex_key *key)
{
	struct space *s = process_current()->space;
	const struct region *r;

	if (word.value % 4 != 0)
		return -EINVAL;
	*key = (struct futex_key){ s, word.value, 0, NULL };
	r = space_find(s, word.value);
	if (r && r->flags & REGION_SHARED && !object_is_window(r->object))
		*key = (struct futex_key){ r->object, word.value & PAGE_MASK,
					   region_index(r, word.value),
					   r->object };
	return 0;
}

void futex_key_hold(const struct futex_key *key)
{
	if (key->shared)
		object_hold(key->shared);
}

void futex_key_release(const struct futex_key *key)
{
	if (key->shared)
		object_release(key->shared);
}

uint32_t futex_key_hash(const struct futex_key *k)
{
	uint32_t sum = (uint32_t)(uintptr_t)k->place + k->offset + k->high * 31;

	sum *= 0x9e3779b1; /* 2^32 over the golden ratio (Knuth) */
	return sum >> 16;
}

static struct list *bucket_of(const struct futex_key *k)
{
	struct list *b = &buckets[futex_key_hash(k) % BUCKETS];

	if (!b->next)
		list_init(b);
	return b;
}

/*
 * A bucket is sorted by the priorities that its threads had when they came, so
 * that futex_wake() finds the highest first.  We search from the tail, because
 * most waiters have the lowest one.
 */
static void enqueue(struct futex_waiter *w)
{
	struct list *bucket = bucket_of(&w->key), *after = bucket->prev;

	while (after != bucket &&
	       list_entry(after, struct futex_waiter, link)->thread->priority >
		   w->thread->priority)
		after = after->prev;
	list_insert_after(after, &w->link);
}

int futex_wake(struct uaddr word, int count)
{
	struct futex_key key;
	struct list *bucket;
	int woken = 0, error = futex_key_of(word, &key);

	if (error)
		return error;
	bucket = bucket_of(&key);
	list_for_each_safe (link, bucket) {
		struct futex_waiter *w =
		    list_entry(link, struct futex_waiter, link);

		if (woken >= count)
			break;
		if (!futex_key_equal(&w->key, &key))
			continue;
		KASSERT(!w->woken && w->thread->state != THREAD_DEAD);
		list_remove(&w->link);
		w->woken = true;
		thread_wake(w->thread);
		woken++;
	}
	return woken;
}

long sys_futex_wake(uint32_t word, int count)
{
	if (count < 0)
		return -EINVAL;
	return futex_wake(uaddr(word), count);
}

int futex_deadline(struct uaddr timeout, int64_t *deadline)
{
	struct fl_timespec t;
	int64_t ns;

	*deadline = WAIT_FOREVER;
	if (uaddr_is_null(timeout))
		return 0;
	if (copy_from_user(&t, timeout, sizeof(t)) != 0)
		return -EFAULT;
	if (timespec_to_ns(&t, &ns) != 0)
		return -EINVAL;
	ns = MIN(ns, INT64_MAX / 2);
	*deadline = clock_monotonic() + ns;
	return 0;
}

long sys_futex_wait(struct uaddr word, uint32_t expected, struct uaddr timeout)
{
	struct futex_waiter w;
	int64_t deadline = WAIT_FOREVER;
	uint32_t value;
	int error = futex_key_of(word, &w.key);

	if (error == 0)
		error = user_load(word, &value);
	if (error == 0 && !uaddr_is_null(timeout))
		error = futex_deadline(timeout, &deadline);
	if (error)
		return error;
	if (deadline != WAIT_FOREVER)
		deadline = wait_resumed(deadline);
	if (value != expected)
		return -EAGAIN;
	w.thread = current;
	w.woken = false;
	current->woken = false;
	KASSERT(waiting_is_allowed());
	futex_key_hold(&w.key);
	enqueue(&w);
	error = wait_block(deadline);
	if (!w.woken) /* futex_wake() has not removed it */
		list_remove(&w.link);
	futex_key_release(&w.key);
	if (w.woken)
		return 0;
	if (error == -ERESTART && deadline != WAIT_FOREVER)
		return wait_interrupted(deadline);
	return error;
}

/*
 * It differs in calls.tbl alone: its waiting is ended by a thread's
 * cancellation, and that of sys_futex_wait() is not.
 */
long sys_futex_sleep(struct uaddr word, uint32_t expected, struct uaddr timeout)
{
	return sys_futex_wait(word, expected, timeout);
}
