/* SPDX-License-Identifier: MIT */
/*
 * What ends when a process replaces its program (exec), when a thread ends, and
 * when a process ends (exit).
 *
 * A subsystem that keeps something for a process or a thread defines a hook
 * that says what becomes of it.  The list of stages can be compared with what
 * POSIX says of exec and _exit().  What the list does not name survives an
 * exec.
 */
#ifndef KERNEL_PROC_LIFECYCLE_H
#define KERNEL_PROC_LIFECYCLE_H

#include "lib/types.h"

struct process;
struct thread;

/*
 * The stages, in the order in which their hooks run.  Each has one hook record.
 * "(thread)" marks what the hooks of a thread's end do, for each thread.
 *
 *	stage		 exec			  exit
 *	WINDOWS		 (thread) access let go	  (thread) access let go
 *	FUTEXES		 (thread) locks given on  (thread) locks given on
 *	THREAD_END	 (thread) clear_tid told  (thread) clear_tid told
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
 * exec: the running process p gets a new program.  It has one thread left.
 *	secure: an effective id of the new program differs from the real one.
 * thread_exit: the running thread t ends.  At an exec these hooks run for the
 *	thread that stays, before those of exec.
 * exit: the running process p ends.  It has one thread left, whose hooks of
 *	thread_exit have run.
 * No hook can fail.  Those of exec and thread_exit do not wait.
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

/*
 * Run the hooks, with the arguments that struct lifecycle describes.  The old
 * space is still the running one then.
 */
void lifecycle_exec(struct process *p, bool secure);
void lifecycle_thread_exit(struct thread *t);
void lifecycle_exit(struct process *p);

#endif
