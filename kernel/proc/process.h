/* SPDX-License-Identifier: MIT */
/*
 * A process: what its threads share.  Each idea that has to do with processes
 * has its own header: thread.h, group.h, table.h (numbers), exit.h, usage.h.
 */
#ifndef KERNEL_PROC_PROCESS_H
#define KERNEL_PROC_PROCESS_H

#include "lib/list.h"
#include "lib/types.h"
#include "proc/cred.h"
#include "proc/itimer.h"
#include "proc/signal.h"
#include "proc/thread.h"
#include "proc/wait.h"
#include <faultline/resource.h>
#include <faultline/system.h>

struct account;
struct file;
struct group;
struct ptimer_table;
struct space;
struct vnode;

enum process_state {
	PROCESS_RUNNING,
	PROCESS_STOPPED,
	PROCESS_ZOMBIE, /* ended; waiting for its parent */
};

/*
 * A process.  Other processes read and change the tree (parent, children,
 * group), the state, the exit status, and what is pending.
 */
struct process {
	int pid;
	enum process_state state;
	struct process *parent;
	struct list children; /* those with news for wait() come first */
	struct list sibling;  /* in the parent's children */
	struct group *group;
	struct list group_link; /* in the group's members */
	struct list threads;	/* of struct thread */
	struct list grants;	/* of struct grant: those it made */
	struct list lent;	/* of struct loan: calls through them */
	uint32_t thread_count;	/* length of threads */
	struct thread *leader;	/* the first thread, while it lives */

	struct space *space;	     /* NULL once it has ended */
	struct subject subject;	     /* what its calls act with */
	struct account *account;     /* of its real user; counts the process */
	struct fl_facts_page *facts; /* the page, as the kernel sees it */

	struct wait_queue thread_wait; /* exit and exec wait for threads */
	uint32_t zombie_children;      /* of children */

	struct signal_actions *actions;
	struct signal_set pending; /* for any thread of the process */
	struct itimer itimers[3];
	struct ptimer_table *ptimers; /* timer_create()'s; NULL: none yet */
	struct list told_queues;      /* mq_notify(): of struct mqueue */
	struct list semaphore_undos;  /* semop(): of struct undo */

	int nice;
	bool has_execed;    /* its parent may no longer setpgid() it */
	bool vfork_child;   /* the parent waits until exec or exit */
	bool exiting;	    /* it ends; no signal is sent to it */
	bool stop_reported; /* the parent's wait() has seen the stop */
	bool continued;	    /* and the parent's wait() has not seen it */
	int exit_status;    /* as wait4() shows it */
	int stop_signal;    /* that stopped it last */
	struct wait_queue child_wait; /* its threads in wait() */
	struct wait_queue vfork_wait; /* the parent's thread in vfork() */

	int64_t start_time; /* ns of the monotonic clock */
	int64_t last_tick;  /* when a clock interrupt last found it running */
	uint32_t peak_resident; /* pages; of spaces it has left */
	int64_t cpu_time; /* ns that its threads ran, up to the last switch */
	uint64_t user_ticks, system_ticks; /* interrupts that found it so */
	struct fl_rusage children_usage;   /* of children that were reaped */
	long minor_faults, voluntary_switches, involuntary_switches;
	struct vnode *text; /* the program's file, held; writes are denied */
	struct file *trace; /* records of its calls go there; held, or NULL */
	char name[32];
	char args[136];
};

/* How many processes there are, zombies included. */
extern uint32_t process_total;

/*
 * The running thread's process.  Kernel threads belong to none: it is NULL
 * there.
 */
static inline struct process *process_current(void)
{
	return current->process;
}

/*
 * Makes process 1, whose thread runs function in the kernel; that then calls
 * process_exec_first().  Panics if there is no memory.
 */
struct process *process_create_first(void (*function)(void));

/*
 * Makes a child of the running process with a copy of the running thread, ready
 * to run.  share_space: it has the parent's space, not a copy, as by vfork().
 * Returns its pid.  -EAGAIN: too many processes or threads, or no memory for
 * the thread; -ENOMEM.  May wait.
 */
int process_fork(bool share_space);

/*
 * p's real user is to be uid: moves p and its threads to that user's account,
 * which is charged for what they make from now on.  Returns 0, or -EAGAIN if
 * there is no memory for an account.
 */
int process_set_account(struct process *p, uint32_t uid);

/* Writes p's and its parent's numbers and p's credentials to the facts page. */
void process_update_facts(struct process *p);

/* Frees the record of a process that no number and no list has any more. */
void process_free(struct process *p);

/* Has p ended, stopped or gone on, without the parent's wait() seeing it? */
static inline bool process_has_news(const struct process *p)
{
	return p->state == PROCESS_ZOMBIE || p->continued ||
	       (p->state == PROCESS_STOPPED && !p->stop_reported);
}

#endif
