/* SPDX-License-Identifier: MIT */
/* The calls that send and handle signals. */
#include "call/handlers.h"
#include "machine/irq.h"
#include "machine/signal.h"
#include "machine/uaccess.h"
#include "proc/clock.h"
#include "proc/group.h"
#include "proc/itimer.h"
#include "proc/process.h"
#include "proc/table.h"

static bool is_signal(int sig)
{
	return sig > 0 && sig < FL_NSIG;
}

/*
 * POSIX kill(): the sender's real or effective user id must equal the target's
 * real or saved one.  SIGCONT is always allowed within a session.
 */
static bool may_signal(const struct process *p, int sig)
{
	const struct cred *c = cred_current();

	return cred_is_superuser(c) || c->uid == p->subject.cred.uid ||
	       c->euid == p->subject.cred.uid ||
	       c->uid == p->subject.cred.suid ||
	       c->euid == p->subject.cred.suid ||
	       (sig == SIGCONT && p->group->session == session_current());
}

static struct fl_siginfo info_from_self(int sig, int code)
{
	return (struct fl_siginfo){
		.si_signo = sig,
		.si_code = code,
		.si_pid = process_current()->pid,
		.si_uid = cred_current()->uid,
	};
}

static int send_one(struct process *p, int sig, const struct fl_siginfo *info)
{
	if (!may_signal(p, sig))
		return -EPERM;
	return sig ? signal_send_process(p, sig, info) : 0;
}

/* The result of many sends: 0 if one of them was allowed, else their error. */
static int combine(int result, int error)
{
	if (result == 0 || error == 0)
		return 0;
	return error;
}

static int kill_group(const struct group *g, int sig,
		      const struct fl_siginfo *info)
{
	int result = -ESRCH;

	if (!g)
		return -ESRCH;
	list_for_each_safe (link, &g->members) {
		result = combine(
		    result,
		    send_one(list_entry(link, struct process, group_link), sig,
			     info));
		arch_poll_interrupts();
	}
	return result;
}

static int kill_all(int sig, const struct fl_siginfo *info)
{
	int result = -ESRCH;

	for (struct process *p = process_next(2); p;
	     p = process_next(p->pid + 1)) {
		if (p != process_current())
			result = combine(result, send_one(p, sig, info));
		arch_poll_interrupts();
	}
	return result;
}

long sys_kill(int pid, int sig)
{
	struct fl_siginfo info = info_from_self(sig, SI_USER);
	struct process *p;

	if (sig < 0 || sig >= FL_NSIG)
		return -EINVAL;
	if (pid > 0) {
		p = process_find(pid);
		return p ? send_one(p, sig, &info) : -ESRCH;
	}
	if (pid == 0)
		return kill_group(process_current()->group, sig, &info);
	if (pid == -1)
		return kill_all(sig, &info);
	if (pid == INT32_MIN) /* -pid would overflow */
		return -ESRCH;
	return kill_group(group_find(-pid), sig, &info);
}

long sys_tgkill(int pid, int tid, int sig)
{
	struct fl_siginfo info = info_from_self(sig, SI_USER);
	struct thread *t = thread_find(tid);

	if (sig < 0 || sig >= FL_NSIG || pid <= 0 || tid <= 0)
		return -EINVAL;
	if (!t || t->process->pid != pid)
		return -ESRCH;
	if (!may_signal(t->process, sig))
		return -EPERM;
	return sig ? signal_send_thread(t, sig, &info) : 0;
}

long sys_sigqueue(int pid, int sig, uint32_t value)
{
	struct fl_siginfo info = info_from_self(sig, SI_QUEUE);
	struct process *p = process_find(pid);

	if (sig < 0 || sig >= FL_NSIG)
		return -EINVAL;
	if (pid <= 0 || !p)
		return -ESRCH;
	info.si_value = value;
	return send_one(p, sig, &info);
}

long sys_signal_self(int sig, uint32_t value, int code)
{
	struct fl_siginfo info = info_from_self(sig, code);

	if (!is_signal(sig) || code >= 0)
		return -EINVAL;
	info.si_value = value;
	return signal_send_process(process_current(), sig, &info);
}

long sys_sigaction(int sig, struct uaddr new, struct uaddr old)
{
	struct process *p = process_current();
	struct fl_sigaction *action, before, after;

	if (!is_signal(sig))
		return -EINVAL;
	action = &p->actions->of[sig];
	before = *action;
	if (!uaddr_is_null(new)) {
		if (sig == SIGKILL || sig == SIGSTOP)
			return -EINVAL;
		if (copy_from_user(&after, new, sizeof(after)) != 0)
			return -EFAULT;
	}
	if (!uaddr_is_null(old) &&
	    copy_to_user(old, &before, sizeof(before)) != 0)
		return -EFAULT;
	if (uaddr_is_null(new))
		return 0;
	*action = after;
	if (after.handler == SIG_IGNORE ||
	    (after.handler == SIG_DEFAULT &&
	     (sig == SIGCHLD || sig == SIGURG || sig == SIGWINCH ||
	      sig == SIGCONT)))
		signal_discard(p, sig);
	else if (sig == SIGALRM || p->ptimers)
		timers_signals_wanted(p, SIGNAL_BIT(sig));
	return 0;
}

long sys_sigprocmask(int how, struct uaddr set, struct uaddr old)
{
	fl_sigset_t before = current->blocked, mask = 0;

	if (!uaddr_is_null(set)) {
		if (how < SIG_BLOCK || how > SIG_SETMASK)
			return -EINVAL;
		if (copy_from_user(&mask, set, sizeof(mask)) != 0)
			return -EFAULT;
	}
	if (!uaddr_is_null(old) &&
	    copy_to_user(old, &before, sizeof(before)) != 0)
		return -EFAULT;
	if (uaddr_is_null(set))
		return 0;
	if (how == SIG_BLOCK)
		mask |= before;
	else if (how == SIG_UNBLOCK)
		mask = before & ~mask;
	signal_set_blocked(mask);
	return 0;
}

long sys_sigpending(struct uaddr set)
{
	fl_sigset_t bits =
	    (current->pending.bits | process_current()->pending.bits) &
	    current->blocked;

	return copy_to_user(set, &bits, sizeof(bits));
}

long sys_sigsuspend(struct uaddr user_mask)
{
	struct thread *t = current;
	struct wait_queue nothing;
	fl_sigset_t mask;

	if (copy_from_user(&mask, user_mask, sizeof(mask)) != 0)
		return -EFAULT;
	t->saved_blocked = t->blocked;
	t->restore_blocked = true;
	t->attention |= ATTENTION_SIGNAL; /* restores the mask in any case */
	signal_set_blocked(mask);
	wait_queue_init(&nothing);
	while (wait_on(&nothing, WAIT_FOREVER) != -ERESTART)
		;
	return wait_interrupted(WAIT_FOREVER);
}

long sys_sigaltstack(struct uaddr new, struct uaddr old)
{
	struct thread *t = current;
	struct fl_stack before = t->signal_stack, after;
	uint32_t sp = arch_stack_pointer(t);
	bool in_use = !(before.ss_flags & SS_DISABLE) && sp > before.ss_sp &&
		      sp - before.ss_sp <= before.ss_size;

	if (in_use)
		before.ss_flags |= SS_ONSTACK;
	if (!uaddr_is_null(new)) {
		if (copy_from_user(&after, new, sizeof(after)) != 0)
			return -EFAULT;
		if (in_use)
			return -EPERM;
		if (after.ss_flags & ~SS_DISABLE)
			return -EINVAL;
		if (!(after.ss_flags & SS_DISABLE) &&
		    after.ss_size < MINSIGSTKSZ)
			return -ENOMEM;
	}
	if (!uaddr_is_null(old) &&
	    copy_to_user(old, &before, sizeof(before)) != 0)
		return -EFAULT;
	if (uaddr_is_null(new))
		return 0;
	t->signal_stack = after;
	if (after.ss_flags & SS_DISABLE)
		t->signal_stack = (struct fl_stack){ .ss_flags = SS_DISABLE };
	return 0;
}

/*
 * A handler has returned to its trampoline: goes back to where the signal came.
 */
long sys_sigreturn(void)
{
	fl_sigset_t blocked;
	struct fl_stack stack;

	if (arch_signal_return(current, &blocked, &stack) != 0) {
		struct fl_siginfo info = { .si_code = SI_KERNEL };

		signal_force(SIGSEGV, &info);
		return -ECALLDONE;
	}
	signal_set_blocked(blocked);
	return -ECALLDONE;
}

long sys_sigtimedwait(struct uaddr user_set, struct uaddr user_info,
		      struct uaddr timeout)
{
	struct thread *t = current;
	struct wait_queue nothing;
	struct fl_siginfo info;
	struct fl_timespec limit;
	int64_t deadline = WAIT_FOREVER, ns;
	fl_sigset_t set;
	int sig, error = 0;

	if (copy_from_user(&set, user_set, sizeof(set)) != 0)
		return -EFAULT;
	if (!uaddr_is_null(timeout)) {
		if (copy_from_user(&limit, timeout, sizeof(limit)) != 0)
			return -EFAULT;
		if (timespec_to_ns(&limit, &ns) != 0)
			return -EINVAL;
		deadline =
		    wait_resumed(clock_monotonic() + MIN(ns, INT64_MAX / 2));
	}
	if (!uaddr_is_null(user_info) &&
	    touch_user(user_info, sizeof(info)) != 0)
		return -EFAULT;
	set &= ~SIGNALS_UNBLOCKABLE;
	wait_queue_init(&nothing);
	for (;;) {
		sig = signal_take(t, set, &info);
		if (sig != 0 || error != 0)
			break;
		t->waiting_for = set;
		timers_signals_wanted(t->process, set);
		error = wait_on(&nothing, deadline);
		t->waiting_for = 0;
	}
	if (sig == 0)
		return error == -ETIMEDOUT ? -EAGAIN
					   : wait_interrupted(deadline);
	if (!uaddr_is_null(user_info) &&
	    copy_to_user(user_info, &info, sizeof(info)) != 0)
		return -EFAULT;
	return sig;
}
