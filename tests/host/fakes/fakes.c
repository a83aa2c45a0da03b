/* SPDX-License-Identifier: MIT */
/*
 * Stand-ins for memory, processes, waiting and signals.  Where some tests link
 * the kernel's own function, the one here is weak, and gives way to it.
 */
#include "fakes.h"
#include "call/door.h"
#include "fs/file.h"
#include "fs/mount.h"
#include "lib/printk.h"
#include "machine/irq.h"
#include "machine/machine.h"
#include "machine/memory.h"
#include "machine/panic.h"
#include "machine/uaccess.h"
#include "mm/object.h"
#include "mm/slab.h"
#include "mm/space.h"
#include "proc/clock.h"
#include "proc/group.h"
#include "proc/oom.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WEAK __attribute__((weak))

static struct session sessions[2] = { { .id = 1, .references = 1 },
				      { .id = 3, .references = 1 } };
static struct group groups[3] = {
	{ .id = 1, .references = 1, .session = &sessions[0] },
	{ .id = 2, .references = 1, .session = &sessions[0] },
	{ .id = 3, .references = 1, .session = &sessions[1] },
};
struct process fake_processes[3];
struct thread fake_threads[3];
struct thread *current = &fake_threads[0];
int (*fake_wait)(struct wait_queue *q);
int fake_wakes, fake_last_signal, fake_signals;
struct group *fake_signalled_group;
bool fake_orphaned, fake_ignored;
int64_t fake_now = 1000000000000000000ll;
WEAK unsigned waiting_forbidden;
bool jitter_is_on;

/* --- Memory: frames and objects are in memory.c. --- */

WEAK void space_unmap_from(struct object *o, uint32_t first)
{
	(void)o, (void)first;
}

WEAK void space_unmap_page(struct object *o, uint32_t index)
{
	(void)o, (void)index;
}

/* The first page is nobody's. */
static bool is_bad(struct uaddr a, size_t n)
{
	return n > 0 && a.value < 4096;
}

int copy_from_user(void *to, struct uaddr from, size_t n)
{
	if (is_bad(from, n))
		return -EFAULT;
	if (n == 0)
		return 0;
	memcpy(to, (void *)from.value, n);
	return 0;
}

int copy_to_user(struct uaddr to, const void *from, size_t n)
{
	if (is_bad(to, n))
		return -EFAULT;
	if (n == 0)
		return 0;
	memcpy((void *)to.value, from, n);
	return 0;
}

int clear_user(struct uaddr to, size_t n)
{
	if (is_bad(to, n))
		return -EFAULT;
	memset((void *)to.value, 0, n);
	return 0;
}

ssize_t copy_string_from_user(char *to, struct uaddr from, size_t size)
{
	size_t n;

	if (is_bad(from, 1))
		return -EFAULT;
	n = strnlen((char *)from.value, size);
	if (n == size)
		return -ENAMETOOLONG;
	memcpy(to, (char *)from.value, n + 1);
	return n;
}

int touch_user(struct uaddr to, size_t n)
{
	char byte;

	return n ? copy_from_user(&byte, to, 1) : 0;
}

int user_load(struct uaddr from, uint32_t *value)
{
	return copy_from_user(value, from, 4);
}

int user_store(struct uaddr to, uint32_t value)
{
	return copy_to_user(to, &value, 4);
}

/* --- Locks, waiting, time. --- */

WEAK bool waiting_is_allowed(void)
{
	return waiting_forbidden == 0;
}

void jitter(void)
{
}

void mutex_init(struct mutex *m, enum mutex_rank rank)
{
	m->rank = rank;
	m->holder = NULL;
}

void mutex_lock(struct mutex *m)
{
	KASSERT(!m->holder);
	m->holder = current;
}

void mutex_unlock(struct mutex *m)
{
	KASSERT(m->holder == current);
	m->holder = NULL;
}

bool mutex_is_mine(const struct mutex *m)
{
	return m->holder == current;
}

WEAK int wait_on(struct wait_queue *q, int64_t deadline)
{
	int result;

	(void)deadline;
	wait_enter(q, &current->waiter);
	result = fake_wait ? fake_wait(q) : -ERESTART;
	wait_leave(&current->waiter);
	return result;
}

WEAK int wait_interrupted(int64_t deadline)
{
	(void)deadline;
	return -ERESTART;
}

WEAK int64_t wait_resumed(int64_t deadline)
{
	return deadline;
}

void arch_poll_interrupts(void)
{
}

WEAK void wait_enter(struct wait_queue *q, struct waiter *w)
{
	w->thread = current;
	list_push_back(&q->waiters, &w->link);
}

WEAK void wait_leave(struct waiter *w)
{
	list_remove(&w->link);
}

WEAK int wait_block(int64_t deadline)
{
	(void)deadline;
	return fake_wait ? fake_wait(NULL) : -ERESTART;
}

WEAK void wait_wake_one(struct wait_queue *q)
{
	if (!list_empty(&q->waiters)) {
		fake_wakes++;
		list_remove(q->waiters.next);
	}
}

WEAK void wait_wake_all(struct wait_queue *q)
{
	while (!list_empty(&q->waiters))
		wait_wake_one(q);
}

void oom_announce(void)
{
}

uint32_t door_limit_at_first(void)
{
	return 0;
}

void door_watch(struct space *s)
{
	(void)s;
}

bool sched_checkpoint(void)
{
	return false;
}

int64_t clock_monotonic(void)
{
	return fake_now++;
}

int64_t clock_realtime(void)
{
	return fake_now++;
}

WEAK int timespec_to_ns(const struct fl_timespec *t, int64_t *ns)
{
	if (t->tv_sec < 0 || t->tv_nsec < 0 || t->tv_nsec >= NSEC_PER_SEC)
		return -EINVAL;
	*ns = t->tv_sec * NSEC_PER_SEC + t->tv_nsec;
	return 0;
}

/* --- Processes and signals. --- */

bool cred_in_group(const struct cred *c, uint32_t gid)
{
	for (uint32_t i = 0; i < c->group_count; i++)
		if (c->groups[i] == gid)
			return true;
	return c->egid == gid;
}

WEAK int signal_send_thread(struct thread *t, int sig,
			    const struct fl_siginfo *info)
{
	(void)t, (void)info;
	fake_last_signal = sig;
	fake_signals++;
	return 0;
}

WEAK int signal_send_process(struct process *p, int sig,
			     const struct fl_siginfo *info)
{
	(void)p;
	return signal_send_thread(NULL, sig, info);
}

WEAK void signal_send_group(struct group *g, int sig)
{
	fake_signalled_group = g;
	fake_last_signal = sig;
	fake_signals++;
}

WEAK void signal_send_job(struct group *g, int sig)
{
	signal_send_group(g, sig);
}

WEAK bool signal_is_pending(void)
{
	return false;
}

WEAK void signal_set_blocked(fl_sigset_t blocked)
{
	current->blocked = blocked & ~SIGNALS_UNBLOCKABLE;
	if (current->pending.bits & ~current->blocked)
		current->attention |= ATTENTION_SIGNAL;
}

WEAK bool signal_is_blocked_or_ignored(int sig)
{
	(void)sig;
	return fake_ignored;
}

WEAK struct process *process_find(int pid)
{
	for (size_t i = 0; i < ARRAY_SIZE(fake_processes); i++)
		if (fake_processes[i].pid == pid)
			return &fake_processes[i];
	return NULL;
}

WEAK void group_tell(struct group *g, int sig)
{
	signal_send_group(g, sig);
}

WEAK bool group_is_orphaned(const struct group *g)
{
	(void)g;
	return fake_orphaned;
}

WEAK struct group *group_find(int id)
{
	return id >= 1 && id <= 3 ? &groups[id - 1] : NULL;
}

WEAK void group_release(struct group *g)
{
	KASSERT(g->references > 1);
	g->references--;
}

WEAK void session_release(struct session *s)
{
	KASSERT(s->references > 1);
	s->references--;
}

void fake_switch(int n)
{
	current = &fake_threads[n];
}

void fake_init(void)
{
	fake_memory_init();
	account_init();
	for (int i = 0; i < 3; i++) {
		struct process *p = &fake_processes[i];

		p->account = fake_threads[i].account = &account_root;
		p->pid = i + 1;
		p->group = &groups[i];
		for (int k = 0; k < RLIM_NLIMITS; k++)
			p->subject.limits[k].rlim_cur = FL_RLIM_INFINITY;
		p->subject.files = files_alloc();
		fake_threads[i].process = p;
		fake_threads[i].subject = &p->subject;
		list_init(&fake_threads[i].waiter.link);
	}
	vfs_init();
	for (int i = 0; i < 3; i++)
		fake_processes[i].subject.fs = fs_alloc(vfs_root);
}

/* --- Output. --- */

void panic(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprintf(format, args);
	printf("\nBail out!\n");
	abort();
}

void printk(const char *format, ...)
{
	va_list args;

	printf("# ");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
}

int kvsnprintf(char *to, size_t size, const char *format, va_list args)
{
	return vsnprintf(to, size, format, args);
}

int ksnprintf(char *to, size_t size, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(to, size, format, args);
	va_end(args);
	return n;
}

size_t klog_read(char *to, size_t size)
{
	memset(to, 'k', MIN(size, 10));
	return MIN(size, 10);
}

void arch_callers(uint32_t *to, unsigned count)
{
	memset(to, 0, count * sizeof(*to));
}

void arch_entropy(void *to, size_t n)
{
	memset(to, 42, n);
}

static int tests;
int tap_failures;

void tap(bool ok, const char *file, int line, const char *what)
{
	tests++;
	if (!ok) {
		tap_failures++;
		printf("not ok %d - %s:%d: %s\n", tests, file, line, what);
	} else {
		printf("ok %d - %s\n", tests, what);
	}
}

void tap_values(long long is, long long wanted)
{
	printf("# is %lld, wanted %lld\n", is, wanted);
}

int tap_done(void)
{
	printf("1..%d\n", tests);
	return tap_failures != 0;
}
