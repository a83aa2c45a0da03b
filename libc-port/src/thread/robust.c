/* SPDX-License-Identifier: MIT */
/*
 * Mutexes whose word is their owner's number: those that lend priority, and
 * robust ones, which the kernel marks when their owner ends.
 */
#include "thread.h"
#include <errno.h>
#include <stddef.h>
#include <time.h>

/* A robust mutex's place in its owner's list is the address of __next. */
#define LINK(m) ((void *)&(m)->__next)
#define MUTEX(link) \
	((pthread_mutex_t *)((char *)(link)-offsetof(pthread_mutex_t, __next)))

static struct fl_robust_list *list(void)
{
	struct __pthread *self = thread_self();

	if (!self->robust_known) {
		self->robust.offset = (int)offsetof(pthread_mutex_t, __word) -
				      (int)offsetof(pthread_mutex_t, __next);
		*ARG1 = (unsigned)&self->robust;
		(void)fl_call(CALL_ROBUST_LIST);
		self->robust_known = 1;
	}
	return &self->robust;
}

static void link_to(struct fl_robust_list *l, pthread_mutex_t *m)
{
	m->__next = (void *)l->first;
	m->__previous = NULL;
	if (m->__next)
		MUTEX(m->__next)->__previous = LINK(m);
	l->first = (unsigned)LINK(m);
}

static void unlink_from(struct fl_robust_list *l, pthread_mutex_t *m)
{
	if (m->__next)
		MUTEX(m->__next)->__previous = m->__previous;
	if (m->__previous)
		MUTEX(m->__previous)->__next = m->__next;
	else
		l->first = (unsigned)m->__next;
}

/* Until somebody else gives the lock away, which nobody can: see held(). */
static int deadlock(pthread_mutex_t *m, const struct timespec *end)
{
	volatile int *word = (volatile int *)&m->__word;
	struct timespec rest;
	int error;

	for (;;) {
		if (end && (error = __until(CLOCK_REALTIME, end, &rest)))
			return error;
		__futex_wait(word, *word, end ? &rest : NULL);
	}
}

static int take_by_call(pthread_mutex_t *m, const struct timespec *end)
{
	struct timespec rest;
	int error;

	for (;;) {
		if (end && (error = __until(CLOCK_REALTIME, end, &rest)))
			return error;
		*ARG1 = (unsigned)&m->__word;
		*ARG2 = m->__kind & KIND_INHERIT ? FL_LOCK_INHERIT : 0;
		*ARG3 = (unsigned)(end ? &rest : NULL);
		if (fl_call(CALL_LOCK_OWNED) == 0)
			return 0;
		error = *ERRNO;
		if (error != EINTR && error != ETIMEDOUT)
			return error;
	}
}

static int take(pthread_mutex_t *m, const struct timespec *end, int trying)
{
	unsigned tid = *TID, word;

	word = __sync_val_compare_and_swap(&m->__word, 0, tid);
	if (word == 0)
		return 0;
	if ((word & FL_LOCK_TID) == FL_LOCK_DEAD)
		return ENOTRECOVERABLE;
	if ((word & FL_LOCK_TID) == tid)
		return trying ? EBUSY : deadlock(m, end);
	if (trying && (word & FL_LOCK_TID) != 0)
		return EBUSY;
	return take_by_call(m, end);
}

static int take_and_link(pthread_mutex_t *m, const struct timespec *end,
			 int trying)
{
	struct fl_robust_list *l;
	int error;

	if (!(m->__kind & KIND_ROBUST))
		return take(m, end, trying);
	l = list();
	l->pending = (unsigned)LINK(m);
	error = take(m, end, trying);
	if (!error || error == EOWNERDEAD) {
		m->__depth = 0;
		link_to(l, m);
	}
	l->pending = 0;
	return error;
}

int __robust_take(pthread_mutex_t *m, const struct timespec *end)
{
	return take_and_link(m, end, 0);
}

int __robust_try(pthread_mutex_t *m)
{
	return take_and_link(m, NULL, 1);
}

static void give(pthread_mutex_t *m)
{
	unsigned tid = *TID;

	if (__sync_bool_compare_and_swap(&m->__word, tid, 0))
		return;
	*ARG1 = (unsigned)&m->__word;
	*ARG2 = (m->__word & FL_LOCK_OWNER_DIED) != 0;
	(void)fl_call(CALL_UNLOCK_OWNED);
}

void __robust_give(pthread_mutex_t *m)
{
	struct fl_robust_list *l;

	if (!(m->__kind & KIND_ROBUST)) {
		give(m);
		return;
	}
	l = list();
	l->pending = (unsigned)LINK(m);
	unlink_from(l, m);
	give(m);
	l->pending = 0;
}

int pthread_mutex_consistent(pthread_mutex_t *m)
{
	if (!(m->__kind & KIND_ROBUST) || m->__owner != (int)*TID ||
	    !(m->__word & FL_LOCK_OWNER_DIED))
		return EINVAL;
	__sync_fetch_and_and(&m->__word, ~FL_LOCK_OWNER_DIED);
	return 0;
}
