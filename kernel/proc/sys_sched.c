/* SPDX-License-Identifier: MIT */
/* The calls about the scheduling of threads. */
#include "call/handlers.h"
#include "proc/futex.h"
#include "proc/pi_futex.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/table.h"

/* The thread id, or one of the process id; 0 is the running thread. */
static struct thread *find(int id)
{
	struct thread *t = id == 0 ? current : thread_find(id);
	struct process *p;

	if (t)
		return t;
	/* It may be a process whose first thread has ended. */
	p = process_find(id);
	if (!p || p->thread_count == 0)
		return NULL;
	return list_first(&p->threads, struct thread, process_link);
}

/*
 * POSIX leaves it to us who may set the scheduling of t.  The superuser may do
 * all; a user may only lower the priority of threads of its own.
 */
static bool may_set(const struct thread *t, int policy, int priority)
{
	const struct cred *c = cred_current(),
			  *other = &t->process->subject.cred;

	if (cred_is_superuser(c))
		return true;
	if (c->euid != other->uid && c->euid != other->euid)
		return false;
	return policy == FL_SCHED_OTHER ||
	       (policy == t->policy && priority <= t->realtime);
}

static bool is_valid(int policy, int priority)
{
	if (policy == FL_SCHED_OTHER)
		return priority == 0;
	return (policy == FL_SCHED_FIFO || policy == FL_SCHED_RR) &&
	       priority >= FL_SCHED_PRIORITY_MIN &&
	       priority <= FL_SCHED_PRIORITY_MAX;
}

long sys_sched_set(int id, int policy, int priority)
{
	struct thread *t = find(id);

	if (id < 0 || !is_valid(policy, priority))
		return -EINVAL;
	if (!t)
		return -ESRCH;
	if (!may_set(t, policy, priority))
		return -EPERM;
	t->policy = (uint8_t)policy;
	t->realtime = (uint8_t)priority;
	/* POSIX: it goes behind the threads that have that priority already. */
	if (t == current)
		t->slice_end = 0;
	sched_update(t);
	pi_priority_changed(t);
	return 0;
}

long sys_sched_get(int id)
{
	const struct thread *t = find(id);

	if (id < 0)
		return -EINVAL;
	if (!t)
		return -ESRCH;
	return FL_SCHEDULING(t->policy, t->realtime);
}

/* libc gives the highest ceiling of the mutexes that the thread holds, or 0. */
long sys_boost(int priority)
{
	if (priority < 0 || priority > FL_SCHED_PRIORITY_MAX)
		return -EINVAL;
	if (!cred_is_superuser(cred_current()) &&
	    priority > (int)current->realtime && priority > current->ceiling)
		return -EPERM;
	current->ceiling = (uint8_t)priority;
	sched_update(current);
	return 0;
}
