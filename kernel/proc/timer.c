/* SPDX-License-Identifier: MIT */
/* Timers: a heap by deadline, and the clock interrupt. */
#include "proc/timer.h"
#include "lib/assert.h"
#include "proc/clock.h"
#include "proc/itimer.h"
#include "proc/process.h"
#include "proc/ptimer.h"
#include "proc/sched.h"

/*
 * The root of a pairing heap (Fredman, Sedgewick, Sleator, Tarjan 1986).
 * Arming a timer takes one step, and so does disarming a timer without
 * children, as one that was armed lately is.  Taking out the earliest one takes
 * O(log n) steps, amortized.
 */
static struct timer *earliest;

static void set_root(struct timer *t)
{
	earliest = t;
	if (!t)
		return;
	t->sibling = NULL;
	t->link = &earliest;
}

/* Makes one tree of two.  If the deadlines are equal, a comes first. */
static struct timer *join(struct timer *a, struct timer *b)
{
	if (b->deadline < a->deadline) {
		struct timer *later = a;

		a = b;
		b = later;
	}
	b->sibling = a->child;
	if (b->sibling)
		b->sibling->link = &b->sibling;
	b->link = &a->child;
	a->child = b;
	return a;
}

/*
 * Makes one tree of siblings: joins pairs from the first, then all from the
 * last.
 */
static struct timer *join_all(struct timer *t)
{
	struct timer *pairs = NULL, *all = NULL, *next;

	while (t) {
		struct timer *other = t->sibling;

		next = other ? other->sibling : NULL;
		if (other)
			t = join(t, other);
		t->sibling = pairs;
		pairs = t;
		t = next;
	}
	for (t = pairs; t; t = next) {
		next = t->sibling;
		all = all ? join(t, all) : t;
	}
	return all;
}

static void insert(struct timer *t)
{
	set_root(earliest ? join(earliest, t) : t);
}

static void remove(struct timer *t)
{
	struct timer *orphans = join_all(t->child);

	KASSERT(*t->link == t);
	*t->link = t->sibling;
	if (t->sibling)
		t->sibling->link = t->link;
	t->child = NULL;
	t->link = NULL;
	if (orphans)
		insert(orphans);
}

void timer_arm(struct timer *t, int64_t deadline)
{
	timer_disarm(t);
	KASSERT(t->expire && !t->child);
	t->deadline = deadline;
	insert(t);
	if (t == earliest)
		arch_timer_set(deadline);
}

void timer_disarm(struct timer *t)
{
	if (!timer_is_armed(t))
		return;
	remove(t);
}

#define BATCH 64 /* timers that expire in one interrupt at most */

/* Lets timers expire.  Returns true if more of them are due than BATCH. */
static bool run_expired(int64_t now)
{
	unsigned done = 0;

	while (earliest && earliest->deadline <= now) {
		struct timer *t = earliest;

		if (done++ == BATCH)
			return true;

		remove(t);
		KASSERT(!earliest || earliest->deadline >= t->deadline);
		t->expire(t);
	}
	return false;
}

/* Counts an interrupt for the process that it found running. */
static void account(bool user)
{
	struct process *p = current->process;

	if (!p)
		return;
	if (user)
		p->user_ticks++;
	else
		p->system_ticks++;
	itimer_tick(p, user);
}

void clock_interrupt(bool user)
{
	int64_t now = clock_monotonic();
	int64_t next, pause = 0;

	account(user);
	if (run_expired(now))
		pause = clock_monotonic() - now; /* as much time for others */
	sched_tick(now);
	next = sched_deadline(now);
	if (current->process)
		next = MIN(next, ptimers_tick(current->process, now));
	if (earliest)
		next = MIN(
		    next, MAX(earliest->deadline, pause ? now + 2 * pause : 0));
	arch_timer_set(next);
}

int timespec_to_ns(const struct fl_timespec *t, int64_t *ns)
{
	if (t->tv_nsec < 0 || t->tv_nsec >= NSEC_PER_SEC || t->tv_sec < 0)
		return -EINVAL;
	if (t->tv_sec >= INT64_MAX / NSEC_PER_SEC - 1)
		*ns = INT64_MAX - 1;
	else
		*ns = t->tv_sec * NSEC_PER_SEC + t->tv_nsec;
	return 0;
}
