/* SPDX-License-Identifier: MIT */
/* Threads, and the running one. */
#ifndef KERNEL_PROC_THREAD_H
#define KERNEL_PROC_THREAD_H

#include "lib/list.h"
#include "lib/types.h"
#include "proc/cred.h"
#include "proc/signal.h"
#include "proc/timer.h"
#include "proc/wait.h"
#include <faultline/layout.h>

struct account;
struct arch_thread;
struct fl_thread_page;
struct pi_waiter;
struct process;
struct trapframe;
struct object;

enum thread_state {
	THREAD_READY, /* in a run queue, or running */
	THREAD_BLOCKED,
	THREAD_STOPPED, /* job control */
	THREAD_DEAD,
};

/* What a thread must do before it returns to its program. */
enum attention {
	ATTENTION_SIGNAL = 1,	  /* look for a signal to deliver */
	ATTENTION_RESCHEDULE = 2, /* give the CPU to another thread */
	ATTENTION_EXIT = 4,	  /* end: its process exits or execs */
	ATTENTION_TRACE = 8,	  /* not used */
};

/* How a thread's call may end or run again. */
enum call_state {
	CALL_CANCELLABLE = 1, /* it ends when the thread is cancelled */
	CALL_RESUMED = 2,     /* it runs again with resume_deadline */
};

struct thread {
	struct process *process;
	struct account *account; /* the process's; the kernel's are root's */
	struct subject *subject; /* the process's, or a loan of a grant */
	int tid;
	enum thread_state state;
	uint8_t attention;     /* bits of enum attention */
	bool restarting;       /* its call returned -ERESTART */
	bool interruptible;    /* while blocked: may a signal wake it? */
	bool woken;	       /* a wake came since wait_enter() */
	uint8_t policy;	       /* FL_SCHED_* */
	uint8_t realtime;      /* priority of a policy other than OTHER */
	uint8_t ceiling;       /* real-time priority that its mutexes give it */
	uint8_t inherited;     /* real-time priority that waiters lend it */
	uint8_t priority;      /* run queue; 0 runs first */
	uint32_t mutexes_held; /* ranks of mutexes, one bit each */
	struct list process_link; /* in process->threads */
	struct list run_link;	  /* in a run queue, or alone */
	struct waiter waiter;	  /* for wait_on() */
	struct timer sleep_timer; /* of a wait with a deadline */
	uint32_t call;		  /* bits of enum call_state; 0 between calls */
	int64_t resume_deadline;  /* see wait_interrupted() */

	void *kernel_stack;
	struct trapframe *frame;     /* registers of its program */
	struct arch_thread *arch;    /* saved kernel context, FPU, GS base */
	struct fl_thread_page *page; /* as the kernel sees it */
	struct object *answering;    /* held: an access of it is under way */

	fl_sigset_t blocked;
	fl_sigset_t saved_blocked; /* the mask that restore_blocked restores */
	bool restore_blocked;	   /* after sigsuspend() or ppoll() */
	fl_sigset_t waiting_for;   /* sigtimedwait() takes these */
	int forced;		   /* signal of signal_force(), or 0 */
	struct signal_set pending;
	struct fl_stack signal_stack;
	struct uaddr clear_tid;	  /* a word to clear at its end, or NULL */
	struct uaddr robust_list; /* locks it holds (proc/pi_futex.c) */
	struct list pi_waiters;	  /* of struct pi_waiter: for locks it owns */
	struct pi_waiter *waits;  /* its place in such a list, or NULL */
	bool locks_released;	  /* it ends, and owns no lock any more */

	int64_t cpu_time;  /* ns it has run, up to its last switch */
	int64_t run_since; /* monotonic, as is slice_end */
	int64_t slice_end;
};

/* How many threads of processes there are. */
extern uint32_t thread_total;

/* The running thread; never NULL. */
extern struct thread *current;

/*
 * The account that pays for what is made now.  In an interrupt handler it is
 * that of the interrupted thread.
 */
static inline struct account *account_current(void)
{
	return current->account;
}

/* The credentials that the running thread's call acts with. */
static inline const struct cred *cred_current(void)
{
	return &current->subject->cred;
}

/*
 * Makes a thread of p that is not in a run queue yet.  It has the running
 * thread's scheduling policy.  NULL: no memory, or too many numbers in use.
 */
struct thread *thread_create(struct process *p);

/* Frees a thread that was never ready. */
void thread_discard(struct thread *t);

/*
 * Takes a thread out of its process and frees its number.  It must never return
 * to its program.
 */
void thread_detach(struct thread *t);
/* Frees the record and the stack of a detached thread, which must not run. */
void thread_free(struct thread *t);

/* The running thread, the last of its process, takes the process's number. */
void thread_become_leader(void);

/* How long t has run, in ns. */
int64_t thread_cpu_time(const struct thread *t);

#endif
