/* SPDX-License-Identifier: MIT */
/* Delivery of signals, on the way back to the program. */
#include "proc/deliver.h"
#include "lib/printk.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "machine/uaccess.h"
#include "mm/frame.h"
#include "proc/exit.h"
#include "proc/group.h"
#include "proc/oom.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/signal.h"
#include "proc/wait.h"
#include <faultline/wait.h>

static void stop_process(struct process *p, int sig)
{
	p->state = PROCESS_STOPPED;
	p->stop_signal = sig;
	p->stop_reported = false;
	p->continued = false;
	list_for_each (link, &p->threads)
		list_entry(link, struct thread, process_link)->attention |=
		    ATTENTION_SIGNAL;
	process_notify_parent(p, CLD_STOPPED, sig);
}

bool process_resume(struct process *p)
{
	if (p->state != PROCESS_STOPPED)
		return false;
	p->state = PROCESS_RUNNING;
	list_for_each (link, &p->threads) {
		struct thread *t =
		    list_entry(link, struct thread, process_link);

		if (t->state == THREAD_STOPPED)
			sched_ready(t);
	}
	process_settle(p); /* its stop is no news any more */
	return true;
}

void process_continue(struct process *p)
{
	if (!process_resume(p))
		return;
	p->continued = true;
	process_notify_parent(p, CLD_CONTINUED, SIGCONT);
}

/* Sleeps while the process is stopped, unless the thread must end. */
static void wait_while_stopped(void)
{
	while (current->process->state == PROCESS_STOPPED &&
	       !(current->attention & ATTENTION_EXIT)) {
		current->state = THREAD_STOPPED;
		sched_switch();
	}
}

static bool on_signal_stack(const struct thread *t)
{
	uint32_t sp = arch_stack_pointer(t);
	const struct fl_stack *s = &t->signal_stack;

	return !(s->ss_flags & SS_DISABLE) && sp > s->ss_sp &&
	       sp - s->ss_sp <= s->ss_size;
}

/*
 * A handler is about to run.  If it interrupted a call, the call fails with
 * EINTR, unless SA_RESTART lets it run again after the handler.  A call that
 * returned wait_interrupted() fails in any case.
 */
static void end_interrupted_call(struct thread *t, uint32_t flags)
{
	bool resumed = t->call & CALL_RESUMED;

	t->call &= ~(uint32_t)CALL_RESUMED;
	if (!t->restarting || (flags & SA_RESTART && !resumed))
		return;
	t->page->errnum = EINTR;
	access_complete(t, (uint32_t)-1);
}

static void run_handler(int sig, const struct fl_siginfo *info)
{
	struct thread *t = current;
	struct fl_sigaction *action = &t->process->actions->of[sig];
	struct fl_sigaction used = *action;
	fl_sigset_t restore =
	    t->restore_blocked ? t->saved_blocked : t->blocked;
	bool switch_stack = used.flags & SA_ONSTACK &&
			    !(t->signal_stack.ss_flags & SS_DISABLE) &&
			    !on_signal_stack(t);
	int error;

	end_interrupted_call(t, used.flags);
	t->restarting = false;
	while ((error = arch_signal_enter(t, &used, info, restore,
					  switch_stack)) == -ENOMEM) {
		oom_relieve(frames_are_short());
		if (signal_fatal_is_pending())
			process_exit(FL_W_SIGNALED(SIGKILL));
	}
	if (error < 0)
		process_exit(FL_W_SIGNALED(SIGSEGV)); /* no stack */
	t->restore_blocked = false;
	if (!(used.flags & SA_NODEFER))
		used.mask |= SIGNAL_BIT(sig);
	signal_set_blocked(t->blocked | used.mask);
	if (used.flags & SA_RESETHAND)
		action->handler = SIG_DEFAULT;
}

static void default_action(int sig)
{
	struct process *p = process_current();

	switch (sig) {
	case SIGCHLD:
	case SIGURG:
	case SIGWINCH:
	case SIGCONT:
		return;
	case SIGTSTP:
	case SIGTTIN:
	case SIGTTOU:
		if (group_is_orphaned(p->group))
			return;
		/* fall through */
	case SIGSTOP:
		stop_process(p, sig);
		return;
	default:
		if (p->pid == 1)
			printk("init: killed by signal %d\n", sig);
		/* The signal is taken, so nothing else would end the others. */
		process_begin_exit();
		process_exit(FL_W_SIGNALED(sig));
	}
}

void signal_deliver(void)
{
	may_wait();
	struct thread *t = current;
	struct fl_siginfo info;
	int sig;

	for (;;) {
		wait_while_stopped();
		if (t->attention & ATTENTION_EXIT)
			return;
		t->attention &= (uint8_t)~ATTENTION_SIGNAL;
		sig = signal_take(t, ~t->blocked, &info);
		if (sig == t->forced)
			t->forced = 0;
		if (sig == 0)
			break;
		uint32_t handler = t->process->actions->of[sig].handler;

		if (handler == SIG_DEFAULT) {
			default_action(sig);
		} else if (handler != SIG_IGNORE) {
			run_handler(sig, &info);
			/* The next handler nests: its frame lies on top. */
		}
	}
	t->restarting = false;
	if (t->restore_blocked) {
		t->restore_blocked = false;
		signal_set_blocked(t->saved_blocked);
	}
}

void thread_attend(struct trapframe *f)
{
	struct thread *t = current;

	(void)f;
	KASSERT(t->mutexes_held == 0 && waiting_forbidden == 0);
	if (t->attention & ATTENTION_EXIT)
		thread_exit(0);
	if (t->attention & ATTENTION_RESCHEDULE)
		sched_preempt();
	if (t->attention & ATTENTION_SIGNAL)
		signal_deliver();
	arch_latency_end();
}
