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

/* Who has a number.  It is free when all are NULL. */
struct number {
	struct process *process;
	struct thread *thread;
	struct group *group;
	struct session *session;
	struct account *account; /* whom it is charged to, while it has one */
};

/* The entry of number n, or NULL where there cannot be one. */
struct number *number_find(int n);

/* A free number for a thread; -EAGAIN: there is none, or no memory. */
int number_alloc(struct thread *t);

/* To be called after a pointer in the entry was set to NULL. */
void number_release_if_free(int n);

/* Who has this number as a process (zombies too), thread or group, or NULL. */
struct process *process_find(int pid);
struct thread *thread_find(int tid);
struct group *group_find(int pgid);

/* The first process with a number of at least pid, or NULL. */
struct process *process_next(int pid);

/* All numbers of processes are below. */
int number_limit(void);

#endif
