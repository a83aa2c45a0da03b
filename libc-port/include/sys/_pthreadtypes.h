/* SPDX-License-Identifier: MIT */
/* Types of threads and of what they synchronise with; zero is a valid start. */
#ifndef _SYS__PTHREADTYPES_H
#define _SYS__PTHREADTYPES_H

#include <sys/sched.h>

/* A thread is the address of its descriptor, which the TLS area ends with. */
typedef struct __pthread *pthread_t;
typedef unsigned int pthread_key_t;
typedef volatile int pthread_spinlock_t;

typedef struct {
	size_t __stack_size;
	size_t __guard_size;
	void *__stack; /* lowest address of the program's own, or NULL */
	int __detached;
	int __policy;
	int __inherit;
	struct sched_param __param;
} pthread_attr_t;

/*
 * word: 0 free, 1 held, 2 held and there may be waiters; if the mutex is
 * robust or lends priority, as <faultline/thread.h> has it.  owner is the
 * holder's thread number.  next and previous link a thread's robust mutexes.
 */
typedef struct __pthread_mutex {
	volatile unsigned int __word;
	volatile int __owner;
	int __depth;
	int __kind;
	int __ceiling;
	void *__next;
	void *__previous;
} pthread_mutex_t;

typedef struct {
	int __kind;
	int __ceiling;
} pthread_mutexattr_t;

/* sequence changes with each signal; waiters sleep while it has not. */
typedef struct {
	volatile int __sequence;
	volatile int __waiters;
	int __clock;
} pthread_cond_t;

typedef struct {
	int __clock;
	int __shared;
} pthread_condattr_t;

typedef volatile int pthread_once_t;

/*
 * guard protects the rest: how many readers, or -1 for the writer owner; who
 * waits sleeps while sequence is what it saw; waiting counts writers that
 * wait by their real-time priority.
 */
typedef struct {
	volatile int __guard;
	volatile int __sequence;
	int __sleepers;
	int __readers;
	int __owner;
	unsigned short __waiting[34];
} pthread_rwlock_t;

typedef struct {
	int __shared;
} pthread_rwlockattr_t;

/* inside counts threads in pthread_barrier_wait(). */
typedef struct {
	volatile int __guard;
	volatile int __round;
	volatile int __inside;
	int __count;
	int __arrived;
} pthread_barrier_t;

typedef struct {
	int __shared;
} pthread_barrierattr_t;

#define PTHREAD_CREATE_JOINABLE 0
#define PTHREAD_CREATE_DETACHED 1
#define PTHREAD_INHERIT_SCHED   0
#define PTHREAD_EXPLICIT_SCHED  1
#define PTHREAD_SCOPE_SYSTEM    0
#define PTHREAD_SCOPE_PROCESS   1
#define PTHREAD_PROCESS_PRIVATE 0
#define PTHREAD_PROCESS_SHARED  1

#define PTHREAD_MUTEX_NORMAL     0
#define PTHREAD_MUTEX_RECURSIVE  1
#define PTHREAD_MUTEX_ERRORCHECK 2
#define PTHREAD_MUTEX_DEFAULT    PTHREAD_MUTEX_NORMAL
#define PTHREAD_MUTEX_STALLED    0
#define PTHREAD_MUTEX_ROBUST     1
#define PTHREAD_PRIO_NONE        0
#define PTHREAD_PRIO_INHERIT     1
#define PTHREAD_PRIO_PROTECT     2

#define _PTHREAD_MUTEX_INITIALIZER  { 0, 0, 0, 0, 0, 0, 0 }
#define _PTHREAD_COND_INITIALIZER   { 0, 0, 0 }
#define _PTHREAD_ONCE_INIT          0
#define _PTHREAD_RWLOCK_INITIALIZER { 0, 0, 0, 0, 0, { 0 } }
#define PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP { 0, 0, 0, 1, 0, 0, 0 }
#define PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP { 0, 0, 0, 2, 0, 0, 0 }

#endif
