/* SPDX-License-Identifier: MIT */
/* How threads are made and taken apart. */
#include "proc/thread.h"
#include "lib/assert.h"
#include "machine/thread.h"
#include "mm/account.h"
#include "mm/frame.h"
#include "mm/slab.h"
#include "proc/clock.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/table.h"
#include <faultline/thread.h>

static struct slab_cache thread_cache =
    SLAB_CACHE_INIT(thread_cache, "thread", struct thread);

uint32_t thread_total;

static struct thread *record_alloc(struct account *a, struct subject *subject)
{
	struct thread *t = slab_alloc(&thread_cache);

	if (!t)
		return NULL;
	t->account = a;
	t->subject = subject;
	t->state = THREAD_BLOCKED;
	list_init(&t->run_link);
	list_init(&t->waiter.link);
	list_init(&t->pending.queue);
	list_init(&t->pi_waiters);
	t->signal_stack.ss_flags = SS_DISABLE;
	return t;
}

/* Makes a thread's number and record, without a stack. */
static struct thread *thread_alloc(struct process *p)
{
	struct thread *t = record_alloc(p->account, &p->subject);

	if (!t)
		return NULL;
	t->tid = number_alloc(t);
	if (t->tid < 0) {
		slab_free(&thread_cache, t);
		return NULL;
	}
	t->process = p;
	return t;
}

struct thread *thread_create_kernel(struct kthread *k, void (*function)(void))
{
	static struct subject root; /* no descriptors, no place in the tree */
	struct thread *t = record_alloc(&account_root, &root);

	if (!t)
		return NULL;
	if (arch_thread_kernel(t, function) != 0) {
		slab_free(&thread_cache, t);
		return NULL;
	}
	t->kthread = k;
	t->policy = FL_SCHED_RR;
	sched_update(t);
	return t;
}

static void thread_unnumber(struct thread *t)
{
	KASSERT(number_find(t->tid)->thread == t);
	number_find(t->tid)->thread = NULL;
	number_release_if_free(t->tid);
}

void thread_free(struct thread *t)
{
	KASSERT(list_empty(&t->waiter.link) && t->mutexes_held == 0);
	KASSERT(list_empty(&t->pi_waiters) && !t->answering);
	arch_thread_destroy(t);
	slab_free(&thread_cache, t);
}

static void add_to_process(struct thread *t)
{
	struct process *p = t->process;

	list_push_back(&p->threads, &t->process_link);
	p->thread_count++;
	thread_total++;
	if (current->process) {
		t->policy = current->policy;
		t->realtime = current->realtime;
	}
	sched_update(t);
}

void thread_detach(struct thread *t)
{
	KASSERT(t->process->thread_count > 0 && thread_total > 0);
	KASSERT(list_empty(&t->run_link));
	list_remove(&t->process_link);
	t->process->thread_count--;
	thread_total--;
	if (t->process->leader == t)
		t->process->leader = NULL;
	thread_unnumber(t);
}

struct thread *thread_create(struct process *p)
{
	struct thread *t = frames_are_short() ? NULL : thread_alloc(p);

	if (!t)
		return NULL;
	if (arch_thread_create(t) != 0) {
		thread_unnumber(t);
		slab_free(&thread_cache, t);
		return NULL;
	}
	arch_thread_set_facts(t, frame_of(p->facts));
	add_to_process(t);
	return t;
}

void thread_become_leader(void)
{
	struct thread *t = current;
	struct process *p = t->process;

	KASSERT(p->thread_count == 1);
	if (p->leader == t)
		return;
	thread_unnumber(t);
	t->tid = p->pid;
	t->page->tid = (unsigned)t->tid;
	KASSERT(!number_find(t->tid)->thread); /* the leader has ended */
	number_find(t->tid)->thread = t;
	p->leader = t;
}

void thread_discard(struct thread *t)
{
	thread_detach(t);
	thread_free(t);
}

int64_t thread_cpu_time(const struct thread *t)
{
	if (t != current)
		return t->cpu_time;
	return t->cpu_time + clock_monotonic() - t->run_since;
}
