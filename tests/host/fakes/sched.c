/* SPDX-License-Identifier: MIT */
/*
 * Stand-ins for the scheduler and what is beside it, for tests of signals,
 * timers, numbers and waiting.
 */
#include "fakes/sched.h"
#include "lib/assert.h"
#include "machine/clock.h"
#include "mm/space.h"
#include "proc/deliver.h"
#include "proc/limits.h"
#include "proc/sched.h"
#include "proc/work.h"
#include "window/facts.h"

void (*fake_sleep)(void);
struct thread *fake_ready[16];
int fake_ready_count;
int64_t fake_alarm;
int fake_facts;

void sched_ready(struct thread *t)
{
	KASSERT(t->state == THREAD_BLOCKED);
	t->state = THREAD_READY;
	fake_ready[fake_ready_count++ % 16] = t;
}

void sched_switch(void)
{
	struct thread *t = current;

	KASSERT(fake_sleep);
	fake_sleep();
	current = t;
	KASSERT(t->state == THREAD_READY);
}

void work_add(struct work *w)
{
	w->run(w);
}

void sched_tick(int64_t now)
{
	(void)now;
}

int64_t sched_deadline(int64_t now)
{
	(void)now;
	return INT64_MAX;
}

void arch_timer_set(int64_t deadline)
{
	fake_alarm = deadline;
}

void process_continue(struct process *p)
{
	p->state = PROCESS_RUNNING;
}

bool process_resume(struct process *p)
{
	p->state = PROCESS_RUNNING;
	return false;
}

void process_times(const struct process *p, int64_t *user, int64_t *system)
{
	*user = p->cpu_time;
	*system = 0;
}

int64_t thread_cpu_time(const struct thread *t)
{
	return t->cpu_time;
}

struct fl_timeval timeval_of(int64_t ns)
{
	return (struct fl_timeval){ ns / NSEC_PER_SEC,
				    ns % NSEC_PER_SEC / 1000 };
}

void limits_check_cpu(struct process *p)
{
	(void)p;
}

void facts_update_system(void)
{
	fake_facts++;
}

/* All words are private. */
struct region *space_find_anew(struct space *s, uint32_t address)
{
	(void)s, (void)address;
	return NULL;
}
