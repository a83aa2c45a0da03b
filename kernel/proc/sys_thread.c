/* SPDX-License-Identifier: MIT */
/* The calls about threads. */
#include "call/handlers.h"
#include "machine/thread.h"
#include "machine/uaccess.h"
#include "proc/exit.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/table.h"
#include <faultline/thread.h>

#define THREADS_MAX 4096

long sys_thread_create(uint32_t entry, uint32_t stack, uint32_t arg,
		       uint32_t tls, uint32_t cleartid)
{
	struct process *p = process_current();
	struct thread *t;
	int error;

	/* A thread that must end would make one that nobody tells to end. */
	if (p->thread_count >= THREADS_MAX ||
	    current->attention & ATTENTION_EXIT)
		return -EAGAIN;
	t = thread_create(p);
	if (!t)
		return -EAGAIN;
	t->blocked = current->blocked;
	t->clear_tid = uaddr(cleartid);
	error = arch_thread_enter(t, entry, stack, arg);
	if (error) {
		thread_discard(t);
		return error;
	}
	arch_thread_set_tls(t, tls);
	sched_ready(t);
	return t->tid;
}

long sys_thread_exit(int status)
{
	thread_exit(status);
}

long sys_set_tls(uint32_t base)
{
	arch_thread_set_tls(current, base);
	return 0;
}

long sys_yield(void)
{
	sched_yield();
	return 0;
}

long sys_thread_cancel(int tid)
{
	struct thread *t = thread_find(tid);
	uint32_t before;

	if (!t || t->process != process_current())
		return -ESRCH;
	before = t->page->cancel;
	t->page->cancel = before | FL_CANCEL_PENDING;
	if (before & FL_CANCEL_DISABLED)
		return 0;
	if (before & FL_CANCEL_ASYNC)
		return signal_send_thread(t, FL_SIGCANCEL, NULL);
	t->attention |= ATTENTION_SIGNAL; /* its call does not just run again */
	if (t->call & CALL_CANCELLABLE && t->state == THREAD_BLOCKED &&
	    t->interruptible)
		sched_ready(t);
	return 0;
}
