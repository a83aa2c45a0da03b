/* SPDX-License-Identifier: MIT */
/*
 * Starts a thread: one mapping holds its guard page, stack, state, and
 * thread-local variables.
 */
#include "thread.h"
#include <errno.h>
#include <limits.h>
#include <reent.h>
#include <signal.h>
#include <sys/mman.h>

#define PAGES(n) (((n) + FL_PAGE_SIZE - 1) & -(size_t)FL_PAGE_SIZE)
#define ALIGN(n) (((n) + 63) & -(size_t)64)

static void start(struct __pthread *self)
{
	self->tid = *TID;
	__thread_reent = self->reent;
	pthread_sigmask(SIG_SETMASK, &self->mask, NULL);
	pthread_exit(self->start(self->arg));
}

static struct __pthread *layout(size_t stack, size_t guard)
{
	size_t tls = ALIGN(__tls_size()), reent = ALIGN(sizeof(struct _reent));
	size_t size = PAGES(guard + stack + reent + tls);
	struct __pthread *t;
	char *map;

	map = mmap(NULL, size, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (map == MAP_FAILED)
		return NULL;
	if (guard)
		mprotect(map, guard, PROT_NONE);
	t = __tls_layout(map + size - tls, __tls_size());
	t->map = map;
	t->map_size = size;
	t->reent = (void *)(map + size - tls - reent);
	_REENT_INIT_PTR(t->reent);
	return t;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attr,
		   void *(*function)(void *), void *arg)
{
	size_t size =
	    attr && attr->__stack_size ? attr->__stack_size : STACK_DEFAULT;
	size_t guard = attr ? PAGES(attr->__guard_size) : FL_PAGE_SIZE;
	sigset_t all, old;
	struct __pthread *t;
	int tid, error;

	__lock_enter(&__threads_lock);
	__thread_reap();
	__lock_leave(&__threads_lock);
	t = layout(size, guard);
	if (!t)
		return EAGAIN;
	t->start = function;
	t->arg = arg;
	t->tid = -1;
	t->state = attr && attr->__detached ? THREAD_DETACHED : THREAD_JOINABLE;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	t->mask = old;
	__threaded = 1;
	__lock_enter(&__threads_lock);
	t->next = __threads;
	__threads = t;
	__thread_count++;
	*ARG1 = (unsigned)start;
	*ARG2 = (unsigned)t->reent & -16u;
	*ARG3 = (unsigned)t;
	*ARG4 = (unsigned)t;
	*ARG5 = (unsigned)&t->tid;
	tid = fl_call(CALL_THREAD_CREATE);
	error = tid < 0 ? *ERRNO : 0;
	if (error) {
		__thread_count--;
		__thread_free(t);
	} else {
		/* It may have run, and even ended, by now. */
		__sync_bool_compare_and_swap(&t->tid, -1, tid);
		*thread = t;
	}
	__lock_leave(&__threads_lock);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return error;
}
