/* SPDX-License-Identifier: MIT */
/* Numbers of processes, threads, groups and sessions. */
#ifndef KERNEL_PROC_TABLE_H
#define KERNEL_PROC_TABLE_H

#include "lib/types.h"

struct account;
struct group;
struct process;
struct session;
struct thread;

/* What has a number.  The number is free when all but account are NULL. */
struct number {
	struct process *process;
	struct thread *thread;
	struct group *group;
	struct session *session;
	struct account *account; /* charged for it; NULL: it is free */
};

/* The entry of n, or NULL if n is out of range or numbers near it are free. */
struct number *number_find(int n);

/*
 * Gives t a free number, charged to t->account.  Returns it, or -EAGAIN: there
 * is none, no memory, or the account has too many.
 */
int number_alloc(struct thread *t);

/*
 * To be called after a pointer in the entry of n was set to NULL.  If it was
 * the last one, the number is free, and the entry may be, too.
 */
void number_release_if_free(int n);

/* The process (perhaps a zombie), thread or group with a number, or NULL. */
struct process *process_find(int pid);
struct thread *thread_find(int tid);
struct group *group_find(int pgid);

/* The process with the lowest number from pid on, zombies included, or NULL. */
struct process *process_next(int pid);

/* All numbers in use are below the returned one. */
int number_limit(void);

#endif
