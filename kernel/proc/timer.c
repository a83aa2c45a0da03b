/* SPDX-License-Identifier: MIT */
/* Timers: a binary heap by deadline, and the clock interrupt. */
#include "proc/timer.h"
#include "lib/arch.h"
#include "lib/assert.h"
#include "lib/lock.h"
#include "lib/string.h"
#include "mm/slab.h"
#include "proc/clock.h"
#include "proc/process.h"
#include "proc/ptimer.h"
#include "proc/sched.h"

#define HEAP_LEAST 64u /* places */

/* Protects the heap and every timer's slot. */
static struct spinlock timer_lock = SPINLOCK_INIT("timer", RANK_TIMER);
static struct timer **heap; /* heap[1] has the earliest deadline */
static uint32_t count, capacity;
static uint32_t reserved; /* timers that there are; the heap holds them all */

static void put(uint32_t slot, struct timer *t)
{
	heap[slot] = t;
	t->slot = slot;
}

static void sift_up(uint32_t slot, struct timer *t)
{
	while (slot > 1 && heap[slot / 2]->deadline > t->deadline) {
		put(slot, heap[slot / 2]);
		slot /= 2;
	}
	put(slot, t);
}

static void sift_down(uint32_t slot, struct timer *t)
{
	for (;;) {
		uint32_t child = slot * 2;

		if (child > count)
			break;
		if (child < count &&
		    heap[child + 1]->deadline < heap[child]->deadline)
			child++;
		if (heap[child]->deadline >= t->deadline)
			break;
		put(slot, heap[child]);
		slot = child;
	}
	put(slot, t);
}

static void remove(struct timer *t)
{
	uint32_t slot = t->slot;
	struct timer *last = heap[count--];

	t->slot = 0;
	if (last == t)
		return;
	if (slot > 1 && heap[slot / 2]->deadline > last->deadline)
		sift_up(slot, last);
	else
		sift_down(slot, last);
}

static int resize(uint32_t size)
{
	struct timer **other = kmalloc(size * sizeof(*heap));

	if (other == NULL)
		return -ENOMEM;
	spin_lock(&timer_lock);
	if (count > 0)
		memcpy(other, heap, (count + 1) * sizeof(*heap));
	kfree(heap);
	heap = other;
	capacity = size;
	spin_unlock(&timer_lock);
	return 0;
}

int timers_reserve(uint32_t n)
{
	uint32_t size = MAX(capacity, HEAP_LEAST);

	while (reserved + n >= size)
		size *= 2;
	if (size > capacity && resize(size) != 0)
		return -ENOMEM;
	reserved += n;
	return 0;
}

/* Gives half of the heap back where a quarter would do. */
void timers_release(uint32_t n)
{
	KASSERT(n <= reserved);
	reserved -= n;
	if (capacity > HEAP_LEAST && reserved < capacity / 4)
		resize(capacity / 2); /* or stays as it is */
}

void timer_arm(struct timer *t, int64_t deadline)
{
	timer_disarm(t);
	spin_lock(&timer_lock);
	KASSERT(count < reserved);
	t->deadline = deadline;
	sift_up(++count, t);
	spin_unlock(&timer_lock);
	if (t->slot == 1)
		arch_timer_set(deadline);
}

void timer_disarm(struct timer *t)
{
	if (!timer_is_armed(t))
		return;
	spin_lock(&timer_lock);
	remove(t);
	spin_unlock(&timer_lock);
}

static void run_expired(int64_t now)
{
	while (count > 0 && heap[1]->deadline <= now) {
		struct timer *t = heap[1];

		spin_lock(&timer_lock);
		remove(t);
		spin_unlock(&timer_lock);
		t->expire(t);
	}
}

/* Charges the time since the last interrupt to whom it found running. */
static void account(bool user)
{
	struct process *p = current->process;

	if (p == NULL)
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
	int64_t next;

	account(user);
	run_expired(now);
	sched_tick(now);
	next = sched_deadline(now);
	if (current->process != NULL)
		next = MIN(next, ptimers_tick(current->process, now));
	if (count > 0)
		next = MIN(next, heap[1]->deadline);
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
