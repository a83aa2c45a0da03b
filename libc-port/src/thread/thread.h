/* SPDX-License-Identifier: MIT */
/* What the functions on threads share. */
#ifndef LIBC_PORT_THREAD_H
#define LIBC_PORT_THREAD_H

#include "../internal/libc.h"
#include <pthread.h>
#include <sys/lock.h>

#define STACK_DEFAULT (256 * 1024)
#define SIGCANCEL     33

/* Protects the list of threads, their number, and each thread's state. */
extern struct __lock __threads_lock;
extern struct __pthread *__threads;
extern int __thread_count;

void __thread_reap(void);
void __thread_free(struct __pthread *t);
void __malloc_thread_end(void);
void __keys_end(struct __pthread *self);

#endif
