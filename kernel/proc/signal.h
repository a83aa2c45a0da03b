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

/* A pending signal's information; a timer has one of its own. */
struct signal_record {
	struct list link;
	struct fl_siginfo info;
	struct ptimer *timer; /* whose it is, or NULL */
	/* Counted for it, if it is of a real-time signal, or NULL. */
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

struct signal_actions *signal_actions_copy(const struct signal_actions *from);
void signal_actions_free(struct signal_actions *a);

/*
 * Send; never sleeps, safe in interrupt handlers.  info may be NULL (SI_USER
 * from nobody).  Permissions are the caller's business.  0, or -EAGAIN: a
 * real-time signal found no room in the queue.
 */
int signal_send_process(struct process *p, int sig,
			const struct fl_siginfo *info);
int signal_send_thread(struct thread *t, int sig,
		       const struct fl_siginfo *info);
void signal_send_group(struct group *g, int sig);
/*
 * The same, not for interrupts: it lets them in, as a group may be large.  The
 * caller need not be able to wait: an ending process no longer is.
 */
void signal_send_job(struct group *g, int sig);

/*
 * The same with a timer's record: to t, or without it to p.  False: nobody
 * wants the signal, and the record is not queued.
 */
bool signal_send_record(struct process *p, struct thread *t,
			struct signal_record *r);
/* Takes a timer's record back. */
void signal_withdraw(struct process *p, struct signal_record *r);

/*
 * A fault of the running thread: delivered at once, even where the signal
 * is blocked or ignored (then it kills).
 */
void signal_force(int sig, const struct fl_siginfo *info);

/* Would the running thread take a signal on its way out? */
bool signal_is_pending(void);

/* Will the running thread end on its way out? */
bool signal_fatal_is_pending(void);

/* Is sig blocked or ignored by the running thread (terminals ask)? */
bool signal_is_blocked_or_ignored(int sig);

/* Takes the first pending signal in mask; 0: there is none. */
int signal_take(struct thread *t, fl_sigset_t mask, struct fl_siginfo *info);

/* Drops all that are pending. */
void signal_flush(struct signal_set *set);
/* Drops sig from the process and its threads. */
void signal_discard(struct process *p, int sig);

/*
 * The running thread will not take these signals: another one shall, if they
 * wait for the process.
 */
void signal_retarget(fl_sigset_t given_up);

/* Changes the running thread's mask and looks again for signals. */
void signal_set_blocked(fl_sigset_t blocked);

#endif
