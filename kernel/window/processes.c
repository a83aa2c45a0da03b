/* SPDX-License-Identifier: MIT */
/*
 * The process window has a record for each process number: struct fl_procinfo
 * of <faultline/system.h>.  All are zeros where there is no such process.
 */
#include "call/handlers.h"
#include "dev/tty.h"
#include "lib/string.h"
#include "mm/space.h"
#include "proc/group.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/table.h"
#include "proc/usage.h"
#include "window/window.h"
#include <faultline/limits.h>
#include <faultline/system.h>

#define RECORD sizeof(struct fl_procinfo)

_Static_assert(RECORD == 256, "the window's record");
_Static_assert(FL_PID_MAX *RECORD == FL_PROCESS_WINDOW_END - FL_PROCESS_WINDOW,
	       "a record for each number");

static char state_letter(const struct process *p)
{
	if (p->state == PROCESS_ZOMBIE)
		return 'Z';
	if (p->state == PROCESS_STOPPED)
		return 'T';
	list_for_each (link, &p->threads) {
		const struct thread *t =
		    list_entry(link, struct thread, process_link);

		if (t == current || t->state == THREAD_READY)
			return 'R';
	}
	return 'S';
}

/* The policy and priority of the first thread.  A store sets those of all. */
static int scheduling_of(const struct process *p)
{
	const struct thread *t;

	if (list_empty(&p->threads))
		return FL_SCHEDULING(FL_SCHED_OTHER, 0);
	t = list_first(&p->threads, struct thread, process_link);
	return FL_SCHEDULING(t->policy, t->realtime);
}

static void describe(const struct process *p, struct fl_procinfo *i)
{
	int64_t user, system;

	process_times(p, &user, &system);
	*i = (struct fl_procinfo){
		.pid = p->pid,
		.ppid = p->parent ? p->parent->pid : 0,
		.pgid = p->group->id,
		.sid = p->group->session->id,
		.uid = p->subject.cred.uid,
		.euid = p->subject.cred.euid,
		.gid = p->subject.cred.gid,
		.egid = p->subject.cred.egid,
		.tty = tty_number(p->group->session->tty),
		.nice = p->nice,
		.state = state_letter(p),
		.size = RECORD,
		.threads = p->thread_count,
		.pages_resident = p->space ? p->space->resident : 0,
		.pages_virtual = p->space ? p->space->total : 0,
		.cpu_ns = (uint64_t)(user + system),
		.start_ns = (uint64_t)p->start_time,
		.scheduling = scheduling_of(p),
		.faults = (uint32_t)p->minor_faults,
		.switches =
		    (uint32_t)(p->voluntary_switches + p->involuntary_switches),
	};
	memcpy(i->name, p->name, sizeof(i->name));
	memcpy(i->args, p->args, sizeof(i->args));
}

static int load_records(struct object *w, const struct access *a, void *data)
{
	uint32_t at = a->offset, end = a->offset + access_size(a);
	struct fl_procinfo record;

	(void)w;
	for (; at < end; at = (at / RECORD + 1) * RECORD) {
		const struct process *p = process_find((int)(at / RECORD));
		uint32_t n = MIN(RECORD - at % RECORD, end - at);

		memset(&record, 0, sizeof(record));
		if (p)
			describe(p, &record);
		memcpy((char *)data + (at - a->offset),
		       (char *)&record + at % RECORD, n);
	}
	return 0;
}

/*
 * POSIX leaves open who may set a policy (sched_setscheduler()).  The superuser
 * may set any.  Others may give a process of their own the policy
 * FL_SCHED_OTHER, or what it has already.
 */
static int set_scheduling(struct process *p, int scheduling)
{
	const struct cred *c = cred_current();
	int policy = FL_SCHEDULING_POLICY(scheduling);
	int priority = FL_SCHEDULING_PRIORITY(scheduling);
	int lowest = policy == FL_SCHED_OTHER ? 0 : FL_SCHED_PRIORITY_MIN;
	int highest = policy == FL_SCHED_OTHER ? 0 : FL_SCHED_PRIORITY_MAX;

	if (policy < FL_SCHED_OTHER || policy > FL_SCHED_RR ||
	    priority < lowest || priority > highest)
		return -EINVAL;
	if (!cred_is_superuser(c) &&
	    ((c->euid != p->subject.cred.uid &&
	      c->euid != p->subject.cred.euid) ||
	     (policy != FL_SCHED_OTHER && scheduling != scheduling_of(p))))
		return -EPERM;
	list_for_each (link, &p->threads) {
		struct thread *t =
		    list_entry(link, struct thread, process_link);

		t->policy = (uint8_t)policy;
		t->realtime = (uint8_t)priority;
		sched_update(t);
	}
	return 0;
}

/* A store of one of three fields is a request; others cannot be stored to. */
static int store_field(struct object *w, const struct access *a,
		       const void *data)
{
	int pid = (int)(a->offset / RECORD);
	struct process *p = process_find(pid);
	int value;

	(void)w;
	if (access_size(a) != sizeof(value) || a->offset % sizeof(value) != 0)
		return -EACCES;
	memcpy(&value, data, sizeof(value));
	switch (a->offset % RECORD) {
	case offsetof(struct fl_procinfo, nice):
		if (!p)
			return window_answer(-ESRCH);
		return window_answer(
		    (int)sys_setpriority(PRIO_PROCESS, pid, value));
	case offsetof(struct fl_procinfo, signal):
		if (!p)
			return window_answer(-ESRCH);
		return window_answer((int)sys_kill(pid, value));
	case offsetof(struct fl_procinfo, scheduling):
		return window_answer(p ? set_scheduling(p, value) : -ESRCH);
	default:
		return -EACCES;
	}
}

static const struct object_ops ops = {
	.name = "processes",
	.data = true,
	.load = load_records,
	.store = store_field,
};

struct object process_window = OBJECT_INIT(process_window, &ops);
