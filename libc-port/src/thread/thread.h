/* SPDX-License-Identifier: MIT */
/* What the functions on threads share. */
#ifndef LIBC_PORT_THREAD_H
#define LIBC_PORT_THREAD_H

#include "../internal/libc.h"
#include <pthread.h>
#include <sys/lock.h>

#define STACK_DEFAULT (256 * 1024)
#define SIGNOTIFY     32 /* helpers wait for events with it */

/* Protects the list of threads, their number, and each thread's state. */
extern struct __lock __threads_lock;
extern struct __pthread *__threads;
extern int __thread_count;

/* A mutex's kind: its type, and these. */
#define KIND_TYPE    3
#define KIND_ROBUST  4
#define KIND_INHERIT 8
#define KIND_PROTECT 16
#define KIND_SHARED  32
#define KIND_OWNED   (KIND_ROBUST | KIND_INHERIT) /* the word is the owner */

/* Flag of a counter of threads inside: the last one out wakes. */
#define WANT_EMPTY 0x40000000

/* A lock of one word, held for moments: 0 free, 1 held, 2 with waiters. */
static inline void word_lock(volatile int *word)
{
	if (!__sync_bool_compare_and_swap(word, 0, 1))
		while (__sync_lock_test_and_set(word, 2) != 0)
			__futex_wait(word, 2, NULL);
}

static inline void word_unlock(volatile int *word)
{
	if (__sync_lock_test_and_set(word, 0) == 2)
		__futex_wake(word, 1);
}

/* Whoever destroys waits until all have left. */
static inline void wait_until_empty(volatile int *inside)
{
	int n = __sync_or_and_fetch(inside, WANT_EMPTY);

	for (; n != WANT_EMPTY; n = *inside)
		__futex_wait(inside, n, NULL);
}

static inline void leave(volatile int *inside)
{
	if (__sync_sub_and_fetch(inside, 1) == WANT_EMPTY)
		__futex_wake(inside, 1);
}

/* Whatever a mutex's type, without asking whether it is held already. */
int __mutex_take(pthread_mutex_t *m, const struct timespec *end);
void __mutex_give(pthread_mutex_t *m);
int __robust_take(pthread_mutex_t *m, const struct timespec *end);
int __robust_try(pthread_mutex_t *m);
void __robust_give(pthread_mutex_t *m);
int __ceiling_enter(int ceiling);
void __ceiling_leave(int ceiling);

/* The real-time priority of this thread; 0: none. */
int __thread_priority(void);

void __thread_reap(void);
void __thread_forget(void);
void __thread_add(struct __pthread *t);
void __thread_free(struct __pthread *t);
void __thread_leave_behind(struct __pthread *t);
struct __pthread *__thread_reuse(size_t size, size_t guard);
void __malloc_thread_end(void);
void __keys_end(struct __pthread *self);

#endif
