/* SPDX-License-Identifier: MIT */
/* Signals: pending sets, actions, sending. */
#ifndef KERNEL_PROC_SIGNAL_H
#define KERNEL_PROC_SIGNAL_H

#include "lib/list.h"
#include "lib/types.h"
#include <faultline/signal.h>

struct account;
struct group;
struct process;
struct ptimer;
struct thread;

/* A pending signal's information.  Each timer has a record of its own. */
struct signal_record {
	struct list link;
	struct fl_siginfo info;
	struct ptimer *timer; /* that the record is a part of, or NULL */
	/* Where a real-time signal's record is counted; else NULL. */
	struct account *account;
};

/* Signals sent and not yet delivered. */
struct signal_set {
	fl_sigset_t bits;
	fl_sigset_t sent;  /* of the standard ones: not by timers alone */
	struct list queue; /* of struct signal_record, oldest first */
};

/* What signals do; shared by the threads of a process. */
struct signal_actions {
	struct fl_sigaction of[FL_NSIG];
};

#define SIG_DEFAULT 0u
#define SIG_IGNORE  1u

#define SIGNAL_BIT(sig)	    (1ull << ((sig)-1))
#define SIGNALS_UNBLOCKABLE (SIGNAL_BIT(SIGKILL) | SIGNAL_BIT(SIGSTOP))

/* A copy of from, or default actions if from is NULL.  NULL: no memory. */
struct signal_actions *signal_actions_copy(const struct signal_actions *from);
void signal_actions_free(struct signal_actions *a);

/*
 * Send a signal to a process, to a thread, or to all members of a group.  They
 * do not wait, and are safe in interrupt handlers.  info may be NULL, which
 * gives SI_KERNEL.  The caller has checked permissions.  Return 0, or -EAGAIN
 * if there was no room for a real-time signal.  A signal that is ignored and
 * not blocked is dropped.
 */
int signal_send_process(struct process *p, int sig,
			const struct fl_siginfo *info);
int signal_send_thread(struct thread *t, int sig,
		       const struct fl_siginfo *info);
void signal_send_group(struct group *g, int sig);

/*
 * Sends sig to all members of a group, and lets interrupts in meanwhile, since
 * a group may be large.  So it is not for interrupt handlers.  It does not
 * wait.
 */
void signal_send_job(struct group *g, int sig);

/*
 * Sends a signal with a timer's record, which must be in no queue: to t, or to
 * p if t is NULL.  Returns false if the signal is ignored or the process ends;
 * then the record is not queued.
 */
bool signal_send_record(struct process *p, struct thread *t,
			struct signal_record *r);
/* Takes a timer's record out of the queue of p or of one of its threads. */
void signal_withdraw(struct process *p, struct signal_record *r);

/*
 * The running thread has caused sig by a fault.  It is delivered before the
 * thread runs its program again.  If the thread blocks or ignores sig, it gets
 * its default action, which ends the process.
 */
void signal_force(int sig, const struct fl_siginfo *info);

/*
 * Returns true if a wait of the running thread should end: it must end, it has
 * a signal to take, or its call is cancelled.
 */
bool signal_is_pending(void);

/* Will the running thread end before it runs its program again? */
bool signal_fatal_is_pending(void);

/* Is sig blocked or ignored by the running thread?  Terminals ask. */
bool signal_is_blocked_or_ignored(int sig);

/*
 * Takes the first signal in mask that is pending for t or its process, and
 * stores its information in *info.  Returns 0 if there is none.
 */
int signal_take(struct thread *t, fl_sigset_t mask, struct fl_siginfo *info);

/* Drops all signals of a set, with their records. */
void signal_flush(struct signal_set *set);
/* Drops sig where it is pending for p or its threads. */
void signal_discard(struct process *p, int sig);

/*
 * The running thread will not take the signals in given_up any more.  Those of
 * them that are pending for the process are left to other threads, which are
 * notified.
 */
void signal_retarget(fl_sigset_t given_up);

/* Sets the running thread's mask, and looks again for signals to deliver. */
void signal_set_blocked(fl_sigset_t blocked);

#endif
