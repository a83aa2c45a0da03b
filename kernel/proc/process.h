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
 * A process.  The tree (parent, children, group), its state and its exit status
 * are read and changed by other processes, too; the rest is used by its own
 * threads only, except where a comment says otherwise.
 */
struct process {
	int pid;
	enum process_state state;
	struct process *parent;
	struct list children; /* those with news for wait() come first */
	struct list sibling;  /* link in parent's children */
	struct group *group;
	struct list group_link;
	struct list threads; /* of struct thread */
	struct list grants;  /* that it made (call/grant.c) */
	struct list lent;    /* its subject, in calls through them */
	uint32_t thread_count;
	struct thread *leader; /* the first thread, while it lives */

	struct space *space;	 /* NULL once it has ended */
	struct subject subject;	 /* what its calls act with */
	struct account *account; /* of its real user, with a count of it */
	struct fl_facts_page *facts;

	struct wait_queue thread_wait; /* exit and exec wait for threads */
	uint32_t zombie_children;

	struct signal_actions *actions;
	struct signal_set pending; /* for any thread of the process */
	struct itimer itimers[3];
	struct ptimer_table *ptimers; /* timer_create()'s; NULL: none yet */
	struct list told_queues;      /* mq_notify(): of struct mqueue */
	struct list semaphore_undos;  /* semop(): of struct undo */

	int nice;
	bool has_execed;    /* setpgid() by the parent: too late */
	bool vfork_child;   /* the parent waits until exec or exit */
	bool exiting;	    /* threads end when they next leave */
	bool stop_reported; /* to the parent's wait */
	bool continued;	    /* since the last wait */
	int exit_status;    /* as wait4() shows it */
	int stop_signal;
	struct wait_queue child_wait; /* parents wait here for children */
	struct wait_queue vfork_wait;

	int64_t start_time;
	int64_t last_tick;	/* when a clock interrupt found it running */
	uint32_t peak_resident; /* pages; of spaces it has left */
	int64_t cpu_time;	/* ns that all its threads have run */
	uint64_t user_ticks, system_ticks;
	struct fl_rusage children_usage;
	long minor_faults, voluntary_switches, involuntary_switches;
	struct vnode *text; /* the program's file; nobody writes to it */
	struct file *trace; /* records of its calls go there */
	char name[32];
	char args[136];
};

/* How many there are, zombies included. */
extern uint32_t process_total;

/*
 * The running thread's process.  Kernel threads belong to none: it is NULL
 * there.
 */
static inline struct process *process_current(void)
{
	return current->process;
}

/* Process 1 from the kernel's own thread; runs function, which execs. */
struct process *process_create_first(void (*function)(void));

/*
 * A copy of the running process with a copy of the running thread, ready to
 * run; share_space is vfork()'s.  Returns its pid or -errno.  May wait.
 */
int process_fork(bool share_space);

/*
 * The process's real user is another from now on, who pays for what it makes
 * then: 0, or -EAGAIN: no memory for an account.
 */
int process_set_account(struct process *p, uint32_t uid);

/* The facts page follows the process's numbers and credentials. */
void process_update_facts(struct process *p);

/* The record of a process that has ended and that no number names any more. */
void process_free(struct process *p);

/* Has it ended, stopped or gone on, and wait() has not said so? */
static inline bool process_has_news(const struct process *p)
{
	return p->state == PROCESS_ZOMBIE || p->continued ||
	       (p->state == PROCESS_STOPPED && !p->stop_reported);
}

#endif
