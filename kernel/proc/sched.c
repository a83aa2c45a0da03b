/* SPDX-License-Identifier: MIT */
/*
 * The scheduler: a run queue for each priority, served in turn.
 *
 * The first queue is for the kernel's own threads, the next are for real-time
 * threads, by their priority.  The others are for the process's nice value.  A
 * running thread gives way to one of a higher priority at once, even within its
 * slice.  So that none starves, waiting threads without real-time priority move
 * up one queue every AGE_PERIOD.
 */
#include "proc/sched.h"
#include "lib/assert.h"
#include "machine/irq.h"
#include "machine/thread.h"
#include "mm/account.h"
#include "proc/clock.h"
#include "proc/exit.h"
#include "proc/process.h"
#include "window/facts.h"

#define REALTIME     (FL_SCHED_PRIORITY_MAX + 1)
#define QUEUES	     (REALTIME + 40)
#define SLICE	     10000000ll	 /* ns */
#define AGE_PERIOD   200000000ll /* ns */
#define LOAD_PERIOD  (5 * NSEC_PER_SEC)
#define FACTS_PERIOD 100000000ll

_Static_assert(QUEUES <= 3 * 32, "a bit for each queue");

static struct list queues[QUEUES];
static uint32_t queues_present[3]; /* bit n: queues[n] is not empty */
static struct thread *idle;
static int64_t next_aging, next_load, next_facts;
static uint32_t load_average[3], ready_count;

/* The running thread until there is an idle thread. */
static struct thread first = { .account = &account_root };
struct thread *current = &first;

void sched_init(struct thread *t)
{
	for (unsigned i = 0; i < QUEUES; i++)
		list_init(&queues[i]);
	idle = t;
	idle->account = &account_root;
	current = t;
}

static uint8_t queue_of(const struct thread *t)
{
	unsigned lent = MAX(t->ceiling, t->inherited);

	KASSERT(lent < REALTIME && t->realtime < REALTIME);
	if (t->kthread)
		return 0;
	if (t->policy == FL_SCHED_OTHER && lent == 0)
		return (uint8_t)(REALTIME + t->process->nice + 20);
	return (uint8_t)(REALTIME - MAX(t->realtime, lent));
}

static inline void enqueue(struct thread *t, bool first)
{
	if (first)
		list_push_front(&queues[t->priority], &t->run_link);
	else
		list_push_back(&queues[t->priority], &t->run_link);
	queues_present[t->priority / 32] |= 1u << t->priority % 32;
	ready_count++;
}

/*
 * t may be in a higher queue than its priority's, because of age().  If t was
 * the queue's only thread, the link behind it is the queue itself.
 */
static inline void dequeue(struct thread *t)
{
	struct list *behind = t->run_link.next;

	KASSERT(ready_count > 0);
	list_remove(&t->run_link);
	ready_count--;
	if (list_empty(behind)) {
		unsigned queue = (unsigned)(behind - queues);

		queues_present[queue / 32] &= ~(1u << queue % 32);
	}
}

void sched_ready(struct thread *t)
{
	KASSERT(t != current && list_empty(&t->run_link));
	t->state = THREAD_READY;
	enqueue(t, false);
	if (current == idle || t->priority < current->priority)
		current->attention |= ATTENTION_RESCHEDULE;
	else
		arch_timer_set(current->slice_end);
}

void sched_update(struct thread *t)
{
	bool queued = !list_empty(&t->run_link);

	if (queued)
		dequeue(t);
	t->priority = queue_of(t);
	if (queued)
		enqueue(t, false);
	if ((queued || t == current) && ready_count != 0)
		current->attention |= ATTENTION_RESCHEDULE;
}

static inline struct thread *pick(void)
{
	struct thread *t = idle;

	for (unsigned w = 0; w < ARRAY_SIZE(queues_present); w++) {
		if (queues_present[w] != 0) {
			unsigned q = (unsigned)__builtin_ctz(queues_present[w]);

			t = list_first(&queues[w * 32 + q], struct thread,
				       run_link);
			dequeue(t);
			break;
		}
	}
	return t;
}

/*
 * arch_switch() returns to the thread that called it when that thread is picked
 * again.  To a dead thread it does not return.
 */
void sched_switch(void)
{
	struct thread *previous = current, *next;
	int64_t now;

	KASSERT(waiting_forbidden == 0);
	next = pick();
	now = clock_monotonic();
	previous->attention &= (uint8_t)~ATTENTION_RESCHEDULE;
	previous->cpu_time += now - previous->run_since;
	if (previous->process)
		previous->process->cpu_time += now - previous->run_since;
	next->run_since = now;
	next->slice_end =
	    next->policy == FL_SCHED_FIFO ? INT64_MAX : now + SLICE;
	if (next == previous)
		return;
	if (ready_count != 0 || previous == idle)
		arch_timer_set(next->slice_end);
	current = next;
	arch_switch(previous, next);
	thread_bury_dead();
}

/* Lets others run; first: before others of its priority it goes on. */
static void give_way(bool first)
{
	struct thread *t = current;

	if (ready_count == 0) {
		t->attention &= (uint8_t)~ATTENTION_RESCHEDULE;
		return;
	}
	if (t != idle) {
		enqueue(t, first);
	}
	sched_switch();
}

void sched_yield(void)
{
	give_way(false);
}

void sched_preempt(void)
{
	if (ready_count != 0 && current->process)
		current->process->involuntary_switches++;
	give_way(current->policy != FL_SCHED_OTHER &&
		 clock_monotonic() < current->slice_end);
}

bool sched_checkpoint(void)
{
	if (current == idle)
		return false;
	may_wait();
	arch_poll_interrupts();
	if (current->attention & ATTENTION_RESCHEDULE)
		sched_preempt();
	return (current->attention & (ATTENTION_SIGNAL | ATTENTION_EXIT)) &&
	       signal_fatal_is_pending();
}

/*
 * Moves all waiting threads without real-time priority up by one queue, also
 * those that have not waited for a whole period yet.
 */
static void age(void)
{
	for (unsigned q = REALTIME + 1; q < QUEUES; q++) {
		if (list_empty(&queues[q]))
			continue;
		list_splice(&queues[q - 1], &queues[q]);
		queues_present[q / 32] &= ~(1u << q % 32);
		queues_present[(q - 1) / 32] |= 1u << (q - 1) % 32;
	}
}

/* Exponential averages.  decay[] is 2048 * e^(-5 / T), T of 60, 300 and 900. */
static void update_load(void)
{
	static const uint32_t decay[3] = { 1884, 2014, 2037 };
	uint32_t running = (ready_count + (current != idle)) * 2048;

	for (unsigned i = 0; i < 3; i++)
		load_average[i] =
		    (load_average[i] * decay[i] + running * (2048 - decay[i])) /
		    2048;
}

void sched_tick(int64_t now)
{
	if (now >= current->slice_end && ready_count != 0)
		current->attention |= ATTENTION_RESCHEDULE;
	if (now >= next_aging) {
		next_aging = now + AGE_PERIOD;
		age();
	}
	if (now >= next_load) {
		next_load = now + LOAD_PERIOD;
		update_load();
	}
	if (now >= next_facts) {
		next_facts = now + FACTS_PERIOD;
		facts_update_system();
	}
}

int64_t sched_deadline(int64_t now)
{
	return current == idle ? INT64_MAX : now + SLICE;
}

void sched_load(uint32_t load[3])
{
	for (unsigned i = 0; i < 3; i++)
		load[i] = load_average[i];
}

void sched_idle(void)
{
	for (;;) {
		if (ready_count != 0) {
			sched_switch();
			continue;
		}
		facts_update_system();
		arch_idle();
	}
}
