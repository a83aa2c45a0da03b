/* SPDX-License-Identifier: MIT */
/* How processes and threads end. */
#ifndef KERNEL_PROC_EXIT_H
#define KERNEL_PROC_EXIT_H

#include "lib/types.h"

struct process;

/*
 * Ends the running process; status is in the form of wait4().  If another
 * thread has begun that, or an exec, the running thread alone ends.  Process 1
 * must not end.  May wait.
 */
_Noreturn void process_exit(int status);

/*
 * Ends the running thread.  The last thread ends the process with the exit code
 * status.  May wait.
 */
_Noreturn void thread_exit(int status);

/*
 * For a thread that has taken a signal that ends its process, and that calls
 * process_exit() next: no other thread returns to the program from now on, even
 * if process_exit() waits.  Does not wait itself.  The running thread must not
 * have been told to end.
 */
void process_begin_exit(void);

/*
 * Makes all other threads of the running process end, and waits until they
 * have; exiting tells whether the process ends, too, or runs a new program.
 * Returns false if another thread began this first: the caller must then end.
 * May wait.
 */
bool process_end_other_threads(bool exiting);

/*
 * The last step of the running thread, which belongs to no process any more or
 * to the kernel: the next one to run frees it.  May wait, for ever.
 */
_Noreturn void thread_die(void);

/*
 * Frees the thread that ended last, if there is one: a thread cannot free the
 * stack it runs on.  Each thread calls this when it begins to run.
 */
void thread_bury_dead(void);

/*
 * p has left the space that it shared with its parent since vfork(): the parent
 * goes on.  Does nothing for other processes.
 */
void process_release_vfork_parent(struct process *p);

/*
 * Tells p's parent that p's state has changed: sends SIGCHLD, if it wants one,
 * and wakes its wait().  code is a CLD_* of <faultline/signal.h>, and status is
 * what si_status shows.
 */
void process_notify_parent(struct process *p, int code, int status);

/*
 * Follows whatever may have taken p's news away.  The children with news come
 * first in their parent's list: if p has none left, it moves to the end.
 */
void process_settle(struct process *p);

/*
 * Frees a zombie's number and record, and adds what it used to its parent's
 * account of children.  p is gone afterwards.
 */
void process_reap(struct process *p);

#endif
