/* SPDX-License-Identifier: MIT */
/* What the files of libc-port share: threads, errno, and process state. */
#ifndef LIBC_PORT_LIBC_H
#define LIBC_PORT_LIBC_H

#include <faultline/calls.h>
#include <faultline/system.h>
#include <faultline/thread.h>
#include <reent.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * A thread's descriptor.  GS points to it; thread-local variables lie below
 * it, as the ABI's variant II has it, so the first word must be its own
 * address.
 */
struct __pthread {
	struct __pthread *self;
	struct __pthread *next;	 /* all threads, under __threads_lock */
	struct __pthread **link; /* what points to it among them */
	struct __pthread *next_ended;
	int ending;	    /* it is in pthread_exit() */
	volatile int tid;   /* the kernel clears and wakes it at the end */
	volatile int state; /* PTHREAD_* below */
	void *map;	    /* what munmap() takes at the end, or NULL */
	size_t map_size;
	void *(*start)(void *);
	void *arg;
	void *result;
	void **specific; /* values of keys, made when first needed */
	struct _pthread_cleanup_context *cleanup;
	unsigned long long mask; /* signal mask to start with */
	struct _reent *reent;
	void *stack; /* lowest address, without the guard */
	size_t stack_size, guard_size;
	struct fl_robust_list robust; /* the kernel knows where it is */
	int robust_known;
	unsigned char ceilings[FL_SCHED_PRIORITY_MAX + 1]; /* mutexes held */
};

enum { THREAD_JOINABLE, THREAD_DETACHED, THREAD_ENDED };

static inline struct __pthread *thread_self(void)
{
	struct __pthread *self;

	__asm__("movl %%gs:0, %0" : "=r"(self));
	return self;
}

/* More than one thread has ever run: locks must be atomic. */
extern int __threaded;

/* Lays out thread-local variables below a descriptor at the end of area. */
struct __pthread *__tls_layout(void *area, size_t size);
size_t __tls_size(void);

/* Sleeping on a word; -1 and an error number in *ERRNO without touching errno.
 */
int __futex_wait(volatile int *word, int expected, const void *timeout);
/* The same, but ECANCELED ends it: what a cancellation point waits with. */
int __futex_sleep(volatile int *word, int expected, const void *timeout);
void __futex_wake(volatile int *word, int count);

/* Shall this thread end now?  Cancellation points ask. */
static inline int __is_cancelled(void)
{
	return (*CANCEL & (FL_CANCEL_PENDING | FL_CANCEL_DISABLED)) ==
	       FL_CANCEL_PENDING;
}

/* A failed call's error number, unless the thread is cancelled: it ends. */
int __call_error(void);

/* How long until the absolute time; 0 or an error number. */
struct timespec;
int __until(int clock, const struct timespec *end, struct timespec *rest);

void __thread_end(void);
void __fork_child(void);
void __atfork_run(int when);

#endif
