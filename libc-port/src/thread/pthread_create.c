/* SPDX-License-Identifier: MIT */
/*
 * Starts a thread: one mapping holds its guard page, stack, state, and
 * thread-local variables; a stack of the program's own is used in its place.
 */
#include "thread.h"
#include <errno.h>
#include <limits.h>
#include <reent.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGES(n) (((n) + FL_PAGE_SIZE - 1) & -(size_t)FL_PAGE_SIZE)
#define ALIGN(n) (((n) + 63) & -(size_t)64)

static void start(struct __pthread *self)
{
	self->tid = *TID;
	__thread_reent = self->reent;
	pthread_sigmask(SIG_SETMASK, &self->mask, NULL);
	pthread_exit(self->start(self->arg));
}

static char *get_memory(size_t size, size_t guard, size_t top)
{
	struct __pthread *old = __thread_reuse(size, guard);
	char *map;

	if (old) {
		map = old->map;
		memset(map + size - top, 0, top);
		return map;
	}
	map = mmap(NULL, size, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (map == MAP_FAILED)
		return NULL;
	if (guard)
		mprotect(map, guard, PROT_NONE);
	return map;
}

static struct __pthread *layout(size_t stack, size_t guard)
{
	size_t tls = ALIGN(__tls_size()), reent = ALIGN(sizeof(struct _reent));
	size_t size = PAGES(guard + stack + reent + tls);
	char *map = get_memory(size, guard, tls + reent);
	struct __pthread *t;

	if (!map)
		return NULL;
	t = __tls_layout(map + size - tls, __tls_size());
	t->map = map;
	t->map_size = size;
	t->guard_size = guard;
	t->reent = (void *)(map + size - tls - reent);
	t->stack = map + guard;
	t->stack_size = stack;
	_REENT_INIT_PTR(t->reent);
	return t;
}

static int check_scheduling(const pthread_attr_t *a)
{
	int priority = a->__param.sched_priority;

	if (a->__policy == SCHED_OTHER)
		return priority == 0 ? 0 : EINVAL;
	if (priority < FL_SCHED_PRIORITY_MIN ||
	    priority > FL_SCHED_PRIORITY_MAX)
		return EINVAL;
	return geteuid() == 0 ? 0 : EPERM;
}

static struct __pthread *make(const pthread_attr_t *a)
{
	size_t stack = a->__stack ? 0 : a->__stack_size;
	size_t guard = a->__stack ? 0 : PAGES(a->__guard_size);
	struct __pthread *t;

	__lock_enter(&__threads_lock);
	__thread_reap();
	t = layout(stack, guard);
	__lock_leave(&__threads_lock);
	if (!t)
		return NULL;
	if (a->__stack) {
		t->stack = a->__stack;
		t->stack_size = a->__stack_size;
	}
	t->tid = -1;
	t->state = a->__detached ? THREAD_DETACHED : THREAD_JOINABLE;
	return t;
}

/* Under the lock of all threads; 0 or an error number. */
static int run(struct __pthread *t, const pthread_attr_t *a)
{
	int tid;

	*ARG1 = (unsigned)start;
	*ARG2 = ((unsigned)t->stack + t->stack_size) & -16u;
	*ARG3 = (unsigned)t;
	*ARG4 = (unsigned)t;
	*ARG5 = (unsigned)&t->tid;
	tid = fl_call(CALL_THREAD_CREATE);
	if (tid < 0)
		return *ERRNO;
	/* It may have run, and even ended, by now. */
	__sync_bool_compare_and_swap(&t->tid, -1, tid);
	if (a->__inherit == PTHREAD_EXPLICIT_SCHED)
		pthread_setschedparam(t, a->__policy, &a->__param);
	return 0;
}

int pthread_create(pthread_t *__restrict thread,
		   const pthread_attr_t *__restrict attr,
		   void *(*function)(void *), void *__restrict arg)
{
	pthread_attr_t standard;
	sigset_t all, old;
	struct __pthread *t;
	int error = 0;

	if (!attr) {
		pthread_attr_init(&standard);
		attr = &standard;
	}
	if (attr->__stack_size == 0)
		return EINVAL;
	if (attr->__inherit == PTHREAD_EXPLICIT_SCHED)
		error = check_scheduling(attr);
	if (error)
		return error;
	t = make(attr);
	if (!t)
		return EAGAIN;
	t->start = function;
	t->arg = arg;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	t->mask = old;
	__threaded = 1;
	__lock_enter(&__threads_lock);
	__thread_add(t);
	__thread_count++;
	*thread = t; /* the new thread may look there */
	error = run(t, attr);
	if (error) {
		__thread_count--;
		__thread_free(t);
	}
	__lock_leave(&__threads_lock);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return error;
}
