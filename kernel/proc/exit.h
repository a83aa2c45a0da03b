/* SPDX-License-Identifier: MIT */
/* How processes and threads end. */
#ifndef KERNEL_PROC_EXIT_H
#define KERNEL_PROC_EXIT_H

#include "lib/types.h"

struct process;

/* Ends the running process, with a status as wait4() shows it. */
_Noreturn void process_exit(int status);
/* Ends the running thread; the last one ends the process. */
_Noreturn void thread_exit(int status);

/*
 * The running thread has taken what ends its process, and calls process_exit()
 * next: from here on no other thread of it runs the program, however long the
 * end takes to come.  Does not wait.
 */
void process_begin_exit(void);

/*
 * All other threads of the running process end, because of exec or, if it is
 * exiting, of exit.  False: one of them was first, and the caller is to end.
 * May wait.
 */
bool process_end_other_threads(bool exiting);

/* Frees what a dead thread could not free itself; called by the next. */
void thread_bury_dead(void);

/* vfork()'s parent may go on: the space is the child's no more. */
void process_release_vfork_parent(struct process *p);

/*
 * Tells p's parent, by SIGCHLD and to its wait(), that p's state has changed;
 * code is a CLD_* of <faultline/signal.h>, status what si_status shows.
 */
void process_notify_parent(struct process *p, int code, int status);

/* A zombie's number and record are free again. */
void process_reap(struct process *p);

#endif
