/* SPDX-License-Identifier: MIT */
/* A thread: what the scheduler runs, and what it acts with. */
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

/* What a thread must do before it goes back to its program. */
enum attention {
	ATTENTION_SIGNAL = 1,	  /* look for a signal to deliver */
	ATTENTION_RESCHEDULE = 2, /* give the CPU to another thread */
	ATTENTION_EXIT = 4,	  /* the process ends */
	ATTENTION_TRACE = 8,	  /* calls of this process are recorded */
};

struct thread {
	struct process *process;
	struct account *account; /* the process's; the kernel's are root's */
	struct subject *subject; /* the process's, or of a grant's maker */
	int tid;
	enum thread_state state;
	uint8_t attention;	  /* bits of enum attention */
	bool restarting;	  /* its call gave -ERESTART */
	bool interruptible;	  /* while blocked: may a signal wake it? */
	bool woken;		  /* a wake came since wait_enter() */
	bool cancellable;	  /* its call ends when it is cancelled */
	uint8_t policy;		  /* FL_SCHED_* */
	uint8_t realtime;	  /* priority of a policy other than OTHER */
	uint8_t ceiling;	  /* real-time priority by mutexes it holds */
	uint8_t inherited;	  /* the same, of threads that wait for it */
	uint8_t priority;	  /* run queue; 0 runs first */
	uint32_t mutexes_held;	  /* ranks of mutexes, one bit each */
	struct list process_link; /* link in process->threads */
	struct list run_link;
	struct waiter waiter; /* for wait_on() */
	struct timer sleep_timer;
	int64_t resume_deadline; /* of the sleep that goes on */
	bool resuming; /* its call slept until then, and was stopped */

	void *kernel_stack;
	struct trapframe *frame;     /* registers of its program */
	struct arch_thread *arch;    /* saved kernel context, FPU, GS base */
	struct fl_thread_page *page; /* as the kernel sees it */
	struct object *answering;    /* held: its access is under way */

	fl_sigset_t blocked;
	fl_sigset_t saved_blocked; /* sigsuspend, ppoll: restored after */
	bool restore_blocked;
	fl_sigset_t waiting_for; /* sigtimedwait() takes these */
	int forced;		 /* the signal of its own fault, or 0 */
	struct signal_set pending;
	struct fl_stack signal_stack;
	struct uaddr clear_tid;
	struct uaddr robust_list; /* locks it holds (proc/pi_futex.c) */
	struct list pi_waiters;	  /* who waits for locks it owns */
	struct pi_waiter *waits;  /* it waits for an owned lock, or NULL */
	bool locks_released;	  /* it ends: nobody waits for it any more */

	int64_t cpu_time; /* ns it has run */
	int64_t run_since;
	int64_t slice_end;
};

/* How many threads of processes there are. */
extern uint32_t thread_total;

/* The running thread; never NULL after boot. */
extern struct thread *current;

/* Who pays for what is made; in an interrupt, that is whom it interrupted. */
static inline struct account *account_current(void)
{
	return current->account;
}

static inline const struct cred *cred_current(void)
{
	return &current->subject->cred;
}

/* A thread of p; not ready yet.  NULL: out of memory. */
struct thread *thread_create(struct process *p);

/* Ends one that was never ready. */
void thread_discard(struct thread *t);

/* Takes a thread that will never run again out of its process. */
void thread_detach(struct thread *t);
/* And frees its record and stack. */
void thread_free(struct thread *t);

/* The only thread that is left takes its process's number as its own. */
void thread_become_leader(void);

/* How long t has run, in ns. */
int64_t thread_cpu_time(const struct thread *t);

#endif
