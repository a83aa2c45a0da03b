/* SPDX-License-Identifier: MIT */
/* Wait queues. */
#include "proc/wait.h"
#include "proc/clock.h"
#include "proc/process.h"
#include "proc/sched.h"

unsigned waiting_forbidden;

bool waiting_is_allowed(void)
{
	return waiting_forbidden == 0 && current->process;
}

void wait_enter(struct wait_queue *q, struct waiter *w)
{
	KASSERT(waiting_is_allowed());
	w->thread = current;
	current->woken = false;
	list_push_back(&q->waiters, &w->link);
}

void wait_leave(struct waiter *w)
{
	KASSERT(w->thread == current);
	list_remove(&w->link);
}

void thread_wake(struct thread *t)
{
	t->woken = true;
	if (t->state == THREAD_BLOCKED)
		sched_ready(t);
}

/* It does not set woken: if a wake came first, the wait ends by that. */
static void sleep_expired(struct timer *timer)
{
	struct thread *t = container_of(timer, struct thread, sleep_timer);

	if (t->state == THREAD_BLOCKED)
		sched_ready(t);
}

/* What ends a sleep besides a wake. */
enum disturbance { NOTHING, FATAL_SIGNAL, ANY_SIGNAL };

static inline bool is_disturbed(enum disturbance by)
{
	return (by == ANY_SIGNAL && signal_is_pending()) ||
	       (by == FATAL_SIGNAL && signal_fatal_is_pending());
}

/* Sleeps unless a wake came since wait_enter(). */
static inline void block(enum disturbance by)
{
	struct thread *t = current;

	if (t->woken || is_disturbed(by))
		return;
	KASSERT(t->process->state != PROCESS_ZOMBIE &&
		list_empty(&t->run_link));
	t->state = THREAD_BLOCKED;
	t->interruptible = by != NOTHING;
	t->process->voluntary_switches++;
	sched_switch();
	t->interruptible = false;
}

static inline int block_until(int64_t deadline, enum disturbance by)
{
	struct thread *t = current;
	bool expired = false;

	may_wait(); /* with jitter, a wake may come here */
	if (deadline != WAIT_FOREVER) {
		if (deadline <= clock_monotonic())
			return t->woken ? 0 : -ETIMEDOUT;
		t->sleep_timer.expire = sleep_expired;
		timer_arm(&t->sleep_timer, deadline);
	}
	block(by);
	if (deadline != WAIT_FOREVER) {
		expired = !timer_is_armed(&t->sleep_timer);
		timer_disarm(&t->sleep_timer);
	}
	if (t->woken)
		return 0;
	if (expired)
		return -ETIMEDOUT;
	return by == FATAL_SIGNAL && !is_disturbed(by) ? 0 : -ERESTART;
}

int wait_block(int64_t deadline)
{
	return block_until(deadline, ANY_SIGNAL);
}

int wait_killable(struct wait_queue *q, int64_t deadline)
{
	struct waiter *w = &current->waiter;
	int result;

	wait_enter(q, w);
	result = block_until(deadline, FATAL_SIGNAL);
	wait_leave(w);
	return result;
}

int wait_on(struct wait_queue *q, int64_t deadline)
{
	struct waiter *w = &current->waiter;
	int result;

	wait_enter(q, w);
	result = block_until(deadline, ANY_SIGNAL);
	wait_leave(w);
	return result;
}

int wait_interrupted(int64_t deadline)
{
	current->call |= CALL_RESUMED;
	current->resume_deadline = deadline;
	return -ERESTART;
}

int64_t wait_resumed(int64_t deadline)
{
	if (!(current->call & CALL_RESUMED))
		return deadline;
	current->call &= ~(uint32_t)CALL_RESUMED;
	return current->resume_deadline;
}

void wait_uninterruptible(struct wait_queue *q)
{
	struct waiter *w = &current->waiter;

	wait_enter(q, w);
	may_wait();
	block(NOTHING);
	wait_leave(w);
}

void wait_wake_one(struct wait_queue *q)
{
	struct list *first = q->waiters.next;

	if (first == &q->waiters)
		return;
	list_remove(first);
	thread_wake(list_entry(first, struct waiter, link)->thread);
}

void wait_wake_best(struct wait_queue *q)
{
	struct waiter *best = NULL;

	list_for_each (link, &q->waiters) {
		struct waiter *w = list_entry(link, struct waiter, link);

		if (!best || w->thread->priority < best->thread->priority)
			best = w;
	}
	if (!best)
		return;
	list_remove(&best->link);
	thread_wake(best->thread);
}

void wait_wake_all(struct wait_queue *q)
{
	while (!list_empty(&q->waiters))
		wait_wake_one(q);
}
