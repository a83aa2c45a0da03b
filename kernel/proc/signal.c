/* SPDX-License-Identifier: MIT */
/* Sending signals, and what is pending. */
#include "proc/signal.h"
#include "call/cancel.h"
#include "lib/assert.h"
#include "machine/irq.h"
#include "mm/slab.h"
#include "proc/deliver.h"
#include "proc/group.h"
#include "proc/itimer.h"
#include "proc/process.h"
#include "proc/ptimer.h"
#include "proc/sched.h"
#include "proc/wait.h"

_Static_assert(FL_NSIG - 1 <= 64, "a bit for each signal");

static struct slab_cache record_cache =
    SLAB_CACHE_INIT(record_cache, "signal", struct signal_record);
static struct slab_cache actions_cache =
    SLAB_CACHE_INIT(actions_cache, "sigactions", struct signal_actions);

struct signal_actions *signal_actions_copy(const struct signal_actions *from)
{
	struct signal_actions *a;

	if (!from)
		return slab_alloc(&actions_cache);
	a = slab_alloc_raw(&actions_cache);
	if (a)
		*a = *from;
	return a;
}

void signal_actions_free(struct signal_actions *a)
{
	slab_free(&actions_cache, a);
}

static bool is_ignored_by_default(int sig)
{
	return sig == SIGCHLD || sig == SIGURG || sig == SIGWINCH ||
	       sig == SIGCONT;
}

static bool is_ignored(const struct process *p, int sig)
{
	uint32_t handler = p->actions->of[sig].handler;

	return handler == SIG_IGNORE ||
	       (handler == SIG_DEFAULT && is_ignored_by_default(sig));
}

/* Gives up a record that has left its queue. */
static void release_record(struct signal_record *q)
{
	KASSERT(list_empty(&q->link));
	if (q->timer) {
		ptimer_record_dropped(q->timer);
		return;
	}
	if (q->account)
		account_uncharge(q->account, ACCOUNT_SIGNALS);
	slab_free(&record_cache, q);
}

/*
 * Makes a record, charged to the account of the receiver, because the sender
 * may be an interrupt.  Only those of real-time signals count against its
 * limit.  NULL: no memory, or too many.
 */
static struct signal_record *new_record(struct account *a, bool realtime)
{
	struct signal_record *q;

	if (realtime && account_charge(a, ACCOUNT_SIGNALS) != 0)
		return NULL;
	q = slab_alloc_raw_for(&record_cache, a);
	if (q)
		q->account = realtime ? a : NULL;
	else if (realtime)
		account_uncharge(a, ACCOUNT_SIGNALS);
	return q;
}

static void remove_signal(struct signal_set *set, int sig)
{
	list_for_each_safe (link, &set->queue) {
		struct signal_record *q =
		    list_entry(link, struct signal_record, link);

		if (q->info.si_signo != sig)
			continue;
		list_remove(&q->link);
		release_record(q);
	}
	set->bits &= ~SIGNAL_BIT(sig);
	set->sent &= ~SIGNAL_BIT(sig);
}

void signal_flush(struct signal_set *set)
{
	for (int sig = 1; set->bits != 0 && sig < FL_NSIG; sig++)
		if (set->bits & SIGNAL_BIT(sig))
			remove_signal(set, sig);
}

void signal_discard(struct process *p, int sig)
{
	if (p->pending.bits & SIGNAL_BIT(sig))
		remove_signal(&p->pending, sig);
	list_for_each (link, &p->threads) {
		struct thread *t =
		    list_entry(link, struct thread, process_link);

		if (t->pending.bits & SIGNAL_BIT(sig))
			remove_signal(&t->pending, sig);
	}
}

/*
 * A standard signal is pending at most once, and becomes pending even if there
 * is no memory for its information.  One that a timer has made pending does not
 * count: it would take this one along when the timer is deleted.  -EAGAIN: no
 * room for a real-time signal.
 */
static int add_pending(struct account *a, struct signal_set *set, int sig,
		       const struct fl_siginfo *info)
{
	bool realtime = sig >= FL_SIGRTMIN;
	struct signal_record *q;

	KASSERT(sig > 0 && sig < FL_NSIG);
	if (set->sent & SIGNAL_BIT(sig))
		return 0;
	q = new_record(a, realtime);
	if (!q && realtime)
		return -EAGAIN;
	if (q) {
		q->info =
		    info ? *info : (struct fl_siginfo){ .si_code = SI_KERNEL };
		q->info.si_signo = sig;
		q->timer = NULL;
		list_push_back(&set->queue, &q->link);
	}
	set->bits |= SIGNAL_BIT(sig);
	if (!realtime)
		set->sent |= SIGNAL_BIT(sig);
	return 0;
}

/* Makes t look at its signals soon. */
static void notify_thread(struct thread *t)
{
	KASSERT(t->state != THREAD_DEAD);
	t->attention |= ATTENTION_SIGNAL;
	if (t->state == THREAD_BLOCKED && t->interruptible)
		sched_ready(t);
}

static bool is_fatal(const struct process *p, int sig)
{
	return p->actions->of[sig].handler == SIG_DEFAULT &&
	       !is_ignored_by_default(sig) && sig != SIGSTOP &&
	       sig != SIGTSTP && sig != SIGTTIN && sig != SIGTTOU;
}

/*
 * Notifies all threads of p that do not block sig, which ends the process.
 * Otherwise a thread that was not chosen would go on, to fork() for example,
 * until the chosen one comes to run.
 */
static void notify_process(struct process *p, int sig)
{
	list_for_each (link, &p->threads) {
		struct thread *t =
		    list_entry(link, struct thread, process_link);

		if (!(t->blocked & SIGNAL_BIT(sig)))
			notify_thread(t);
	}
}

/*
 * Chooses a thread to take a signal that was sent to p: the running one if it
 * can, else one that waits for the signal, else any.  NULL: all block it.
 */
static struct thread *choose_thread(struct process *p, int sig)
{
	struct thread *candidate = NULL;

	if (current->process == p && !(current->blocked & SIGNAL_BIT(sig)))
		return current;
	list_for_each (link, &p->threads) {
		struct thread *t =
		    list_entry(link, struct thread, process_link);

		if (t->waiting_for & SIGNAL_BIT(sig))
			return t;
		if (!(t->blocked & SIGNAL_BIT(sig)) && !candidate)
			candidate = t;
	}
	return candidate;
}

/*
 * Stop signals and SIGCONT drop each other when they are sent.  SIGCONT and
 * SIGKILL let a stopped process go on.
 */
static void before_send(struct process *p, int sig)
{
	if (sig == SIGCONT) {
		signal_discard(p, SIGSTOP);
		signal_discard(p, SIGTSTP);
		signal_discard(p, SIGTTIN);
		signal_discard(p, SIGTTOU);
		process_continue(p);
	} else if (sig == SIGSTOP || sig == SIGTSTP || sig == SIGTTIN ||
		   sig == SIGTTOU) {
		signal_discard(p, SIGCONT);
	} else if (sig == SIGKILL) {
		process_resume(p);
	}
}

int signal_send_process(struct process *p, int sig,
			const struct fl_siginfo *info)
{
	struct thread *t;
	int error;

	if (p->state == PROCESS_ZOMBIE || p->exiting)
		return 0;
	/* Process 1 gets only signals that it handles or ignores. */
	if (p->pid == 1 && p->actions->of[sig].handler == SIG_DEFAULT)
		return 0;
	before_send(p, sig);
	t = choose_thread(p, sig);
	if (t && is_ignored(p, sig) && !(t->waiting_for & SIGNAL_BIT(sig)))
		return 0;
	error = add_pending(p->account, &p->pending, sig, info);
	if (error != 0 || !t)
		return error;
	if (is_fatal(p, sig) && !(t->waiting_for & SIGNAL_BIT(sig)))
		notify_process(p, sig);
	else
		notify_thread(t);
	return 0;
}

int signal_send_thread(struct thread *t, int sig, const struct fl_siginfo *info)
{
	struct process *p = t->process;
	bool blocked = t->blocked & SIGNAL_BIT(sig);
	bool awaited = t->waiting_for & SIGNAL_BIT(sig);
	int error;

	if (sig == SIGKILL)
		return signal_send_process(p, sig, info);
	if (p->state == PROCESS_ZOMBIE || p->exiting)
		return 0;
	if (p->pid == 1 && p->actions->of[sig].handler == SIG_DEFAULT)
		return 0;
	before_send(p, sig);
	if (is_ignored(p, sig) && !blocked)
		return 0;
	error = add_pending(p->account, &t->pending, sig, info);
	if (error == 0 && (!blocked || awaited))
		notify_thread(t);
	return error;
}

bool signal_send_record(struct process *p, struct thread *t,
			struct signal_record *r)
{
	int sig = r->info.si_signo;
	struct signal_set *set = t ? &t->pending : &p->pending;
	bool wanted;

	if (p->state == PROCESS_ZOMBIE || p->exiting)
		return false;
	before_send(p, sig);
	if (!t)
		t = choose_thread(p, sig);
	wanted = !t || (t->waiting_for & SIGNAL_BIT(sig));
	if (!wanted && is_ignored(p, sig))
		return false;
	list_push_back(&set->queue, &r->link);
	set->bits |= SIGNAL_BIT(sig);
	if (t && (wanted || !(t->blocked & SIGNAL_BIT(sig))))
		notify_thread(t);
	return true;
}

/* Clears the bit of a signal of which nothing is left in the set. */
static void recount(struct signal_set *set, int sig)
{
	if (set->sent & SIGNAL_BIT(sig))
		return; /* perhaps without a record */
	list_for_each (link, &set->queue)
		if (list_entry(link, struct signal_record, link)
			->info.si_signo == sig)
			return;
	set->bits &= ~SIGNAL_BIT(sig);
}

void signal_withdraw(struct process *p, struct signal_record *r)
{
	list_remove(&r->link);
	recount(&p->pending, r->info.si_signo);
	list_for_each (link, &p->threads)
		recount(&list_entry(link, struct thread, process_link)->pending,
			r->info.si_signo);
}

void signal_send_group(struct group *g, int sig)
{
	list_for_each_safe (link, &g->members)
		signal_send_process(
		    list_entry(link, struct process, group_link), sig, NULL);
}

void signal_send_job(struct group *g, int sig)
{
	KASSERT(waiting_forbidden == 0); /* this is no interrupt */
	list_for_each_safe (link, &g->members) {
		signal_send_process(
		    list_entry(link, struct process, group_link), sig, NULL);
		arch_poll_interrupts();
	}
}

void signal_force(int sig, const struct fl_siginfo *info)
{
	struct thread *t = current;
	struct fl_sigaction *action = &t->process->actions->of[sig];

	if (t->blocked & SIGNAL_BIT(sig) || action->handler == SIG_IGNORE) {
		action->handler = SIG_DEFAULT;
		t->blocked &= ~SIGNAL_BIT(sig);
	}
	t->forced = sig; /* it reaches even process 1, and before others */
	remove_signal(&t->pending, sig);
	add_pending(t->account, &t->pending, sig, info);
	t->attention |= ATTENTION_SIGNAL;
}

static fl_sigset_t deliverable(const struct thread *t)
{
	return (t->pending.bits | t->process->pending.bits) & ~t->blocked;
}

bool signal_is_pending(void)
{
	const struct thread *t = current;
	fl_sigset_t pending;

	if (!t->process)
		return false;
	if (t->attention & ATTENTION_EXIT ||
	    (t->call & CALL_CANCELLABLE && thread_is_cancelled(t)))
		return true;
	pending = t->pending.bits | t->process->pending.bits;
	return pending != 0 && (pending & (~t->blocked | t->waiting_for)) != 0;
}

bool signal_fatal_is_pending(void)
{
	const struct thread *t = current;
	fl_sigset_t set;

	if (!t->process)
		return false;
	if (t->attention & ATTENTION_EXIT)
		return true;
	set = deliverable(t);
	for (int sig = 1; set != 0 && sig < FL_NSIG; sig++) {
		if (set & SIGNAL_BIT(sig) && is_fatal(t->process, sig))
			return true;
		set &= ~SIGNAL_BIT(sig);
	}
	return false;
}

bool signal_is_blocked_or_ignored(int sig)
{
	return current->blocked & SIGNAL_BIT(sig) ||
	       current->process->actions->of[sig].handler == SIG_IGNORE;
}

static bool take_from(struct signal_set *set, int sig, struct fl_siginfo *info)
{
	struct signal_record *found = NULL;
	bool more = false, is_timers = false;

	if (!(set->bits & SIGNAL_BIT(sig)))
		return false;
	list_for_each (link, &set->queue) {
		struct signal_record *q =
		    list_entry(link, struct signal_record, link);

		if (q->info.si_signo != sig)
			continue;
		if (found) {
			more = true;
			break;
		}
		found = q;
	}
	*info = (struct fl_siginfo){ .si_signo = sig, .si_code = SI_KERNEL };
	if (found) {
		is_timers = found->timer;
		*info = found->info;
		list_remove(&found->link);
		if (is_timers)
			ptimer_record_taken(found->timer, info);
		else
			release_record(found);
	}
	if (!is_timers)
		set->sent &= ~SIGNAL_BIT(sig);
	if (!more && !(set->sent & SIGNAL_BIT(sig)))
		set->bits &= ~SIGNAL_BIT(sig);
	return true;
}

/* SIGKILL comes first, then the thread's own fault, then the lowest number. */
int signal_take(struct thread *t, fl_sigset_t mask, struct fl_siginfo *info)
{
	fl_sigset_t set = (t->pending.bits | t->process->pending.bits) & mask;
	int sig;

	if (set == 0)
		return 0;
	sig = __builtin_ctzll(set) + 1;
	if (t->forced != 0 && set & SIGNAL_BIT(t->forced))
		sig = t->forced;
	if (set & SIGNAL_BIT(SIGKILL))
		sig = SIGKILL;
	if (!take_from(&t->pending, sig, info))
		take_from(&t->process->pending, sig, info);
	if (sig == SIGALRM)
		itimer_signal_taken(t->process);
	return sig;
}

void signal_retarget(fl_sigset_t given_up)
{
	const struct process *p = current->process;

	given_up &= p->pending.bits;
	if (__builtin_expect(given_up == 0, 1))
		return;
	list_for_each (link, &p->threads) {
		struct thread *t =
		    list_entry(link, struct thread, process_link);

		if (t != current && given_up & (~t->blocked | t->waiting_for)) {
			notify_thread(t);
			given_up &= t->blocked & ~t->waiting_for;
		}
	}
}

void signal_set_blocked(fl_sigset_t blocked)
{
	signal_retarget(blocked & ~current->blocked);
	current->blocked = blocked & ~SIGNALS_UNBLOCKABLE;
	if (deliverable(current) != 0)
		current->attention |= ATTENTION_SIGNAL;
}
