/* SPDX-License-Identifier: MIT */
/*
 * What ends when a process replaces its program (exec), when a thread ends, and
 * when a process ends (exit).
 *
 * A subsystem that keeps something for a process or a thread says here, by a
 * hook of its own, what becomes of it.  The list of stages is read beside what
 * POSIX says of exec and _exit(); whatever it does not name outlives exec.
 */
#ifndef KERNEL_PROC_LIFECYCLE_H
#define KERNEL_PROC_LIFECYCLE_H

#include "lib/types.h"

struct process;
struct thread;

/*
 * The stages, in the order in which their hooks run.  Each has one hook.
 *
 *	stage		 exec			  exit
 *	WINDOWS		 -			  (thread) access under way
 *	FUTEXES		 (thread) owned locks	  (thread) owned locks
 *	THREAD_END	 clear_tid forgotten	  (thread) clear_tid told
 *	INTERVAL_TIMERS	 -			  disarmed
 *	TIMERS		 deleted		  deleted
 *	MESSAGE_QUEUES	 notifications end	  notifications end
 *	SEMAPHORES	 -			  SEM_UNDO
 *	TRACE		 ends if set-id		  ends
 *	FRAMES		 revoked		  revoked
 *	SIGNALS		 handlers, stack	  -
 *	TEXT		 -			  file may be written
 *	FILES		 close-on-exec		  all closed
 *	PLACE		 -			  root and directory released
 */
#define LIFECYCLE_WINDOWS	  "10"
#define LIFECYCLE_FUTEXES	  "15"
#define LIFECYCLE_THREAD_END	  "20"
#define LIFECYCLE_INTERVAL_TIMERS "25"
#define LIFECYCLE_TIMERS	  "30"
#define LIFECYCLE_MESSAGE_QUEUES  "35"
#define LIFECYCLE_SEMAPHORES	  "40"
#define LIFECYCLE_TRACE		  "45"
#define LIFECYCLE_FRAMES	  "50"
#define LIFECYCLE_SIGNALS	  "55"
#define LIFECYCLE_TEXT		  "60"
#define LIFECYCLE_FILES		  "65"
#define LIFECYCLE_PLACE		  "70"

/*
 * exec: the running process, whose only thread is left, gets a new program;
 *	secure tells that the program acts for somebody else than who runs it.
 * thread_exit: the running thread ends.  At exec it is called, too, for the
 *	thread that stays.
 * exit: the running process ends; it has one thread, whose hooks have run.
 * None of them fails, and exec's and thread_exit's do not wait.
 */
struct lifecycle {
	const char *name;
	void (*exec)(struct process *p, bool secure);
	void (*thread_exit)(struct thread *t);
	void (*exit)(struct process *p);
};

/* The linker sorts the hooks by stage (kernel.ld). */
#define LIFECYCLE_HOOK(stage, ...)                                         \
	static const struct lifecycle lifecycle_##stage                    \
	    __attribute__((used, section(".lifecycle." LIFECYCLE_##stage), \
			   aligned(4))) = { .name = #stage, __VA_ARGS__ }

/* Whatever of the old program must not reach the new one. */
void lifecycle_exec(struct process *p, bool secure);
/* Whatever the kernel keeps for the running thread. */
void lifecycle_thread_exit(struct thread *t);
/* Whatever the kernel keeps for the process, but its space and its record. */
void lifecycle_exit(struct process *p);

#endif
