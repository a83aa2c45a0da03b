/* SPDX-License-Identifier: MIT */
/* The calls that make, end and wait for processes. */
#include "call/handlers.h"
#include "machine/uaccess.h"
#include "mm/frame.h"
#include "proc/exit.h"
#include "proc/group.h"
#include "proc/process.h"
#include "proc/oom.h"
#include "proc/table.h"
#include "proc/usage.h"
#include <faultline/wait.h>

long sys_null(void)
{
	return 0;
}

long sys_exit(int status)
{
	process_exit(FL_W_EXITED(status));
}

/* If there is no memory for a child, processes are killed until there is. */
static int fork(bool share_space)
{
	int pid = process_fork(share_space);

	while (pid == -ENOMEM && frames_are_short()) {
		oom_relieve(true);
		/* A process that was killed meanwhile leaves no child. */
		if (signal_is_pending())
			break;
		pid = process_fork(share_space);
	}
	return pid;
}

long sys_fork(void)
{
	return fork(false);
}

/*
 * The child shares the parent's memory; the parent waits until it has left it.
 */
long sys_vfork(void)
{
	int pid = fork(true);
	struct process *child;

	if (pid < 0)
		return pid;
	for (;;) {
		child = process_find(pid);
		if (!child || !child->vfork_child)
			return pid;
		if (wait_killable(&child->vfork_wait, WAIT_FOREVER) != 0)
			return pid; /* the child keeps the space */
	}
}

/* What wait4() or waitid() asks for. */
struct wait_request {
	int idtype, id; /* of waitid() */
	int options;	/* WEXITED, WSTOPPED, WCONTINUED, WNOHANG, WNOWAIT */
};

/* What it gets. */
struct wait_result {
	int pid, code, status;
	uint32_t uid;
	struct fl_rusage usage;
};

static bool matches(const struct process *child, const struct wait_request *r)
{
	if (r->idtype == FL_P_PID)
		return child->pid == r->id;
	if (r->idtype == FL_P_PGID)
		return child->group->id == r->id;
	return true;
}

/*
 * Returns true if child has a change of state that r asks for, and fills
 * *result.  Without WNOWAIT the change is taken; then a zombie is gone.
 */
static bool report(struct process *child, const struct wait_request *r,
		   struct wait_result *result)
{
	bool keep = r->options & WNOWAIT;

	result->pid = child->pid;
	result->uid = child->subject.cred.uid;
	if (child->state == PROCESS_ZOMBIE && r->options & WEXITED) {
		result->status = child->exit_status;
		result->code =
		    child->exit_status & 0x7f ? CLD_KILLED : CLD_EXITED;
		rusage_of(child, &result->usage);
		if (!keep)
			process_reap(child);
		return true;
	}
	if (child->state == PROCESS_STOPPED && r->options & WSTOPPED &&
	    !child->stop_reported) {
		result->status = FL_W_STOPPED(child->stop_signal);
		result->code = CLD_STOPPED;
		rusage_of(child, &result->usage);
		child->stop_reported = !keep;
		process_settle(child);
		return true;
	}
	if (child->continued && r->options & WCONTINUED) {
		result->status = FL_W_CONTINUED;
		result->code = CLD_CONTINUED;
		rusage_of(child, &result->usage);
		child->continued = keep;
		process_settle(child);
		return true;
	}
	return false;
}

/*
 * 1: *result is filled; 0: no child that matches has news; -ECHILD: none match.
 */
static int look(const struct wait_request *r, struct wait_result *result)
{
	struct process *p = process_current();
	bool any = false;

	if (r->idtype == FL_P_PID) {
		struct process *child = process_find(r->id);

		if (!child || child->parent != p)
			return -ECHILD;
		return report(child, r, result);
	}
	if (r->idtype == FL_P_ALL && p->zombie_children == 0 &&
	    !(r->options & (WSTOPPED | WCONTINUED)))
		return list_empty(&p->children) ? -ECHILD : 0;
	list_for_each_safe (link, &p->children) {
		struct process *child =
		    list_entry(link, struct process, sibling);

		if ((any || r->idtype == FL_P_ALL) && !process_has_news(child))
			return 0; /* those behind have none */
		if (!matches(child, r))
			continue;
		any = true;
		if (report(child, r, result))
			return 1;
	}
	return any ? 0 : -ECHILD;
}

/* Returns the pid in *result, 0 if WNOHANG found nothing, or -errno. */
static int wait_for(const struct wait_request *r, struct wait_result *result)
{
	for (;;) {
		int found = look(r, result);

		if (found < 0)
			return found;
		if (found)
			return result->pid;
		if (r->options & WNOHANG)
			return 0;
		found = wait_on(&process_current()->child_wait, WAIT_FOREVER);
		if (found)
			return found;
	}
}

/*
 * Is to NULL, or do n bytes lie there that can be written?  They do not change.
 */
static bool can_store(struct uaddr to, void *scratch, size_t n)
{
	return uaddr_is_null(to) || (copy_from_user(scratch, to, n) == 0 &&
				     copy_to_user(to, scratch, n) == 0);
}

long sys_wait4(int pid, struct uaddr status, int options, struct uaddr usage)
{
	struct wait_request r = { .options = options | WEXITED };
	struct wait_result result;
	int found;

	if (options & ~(WNOHANG | WUNTRACED | WCONTINUED))
		return -EINVAL;
	if (pid == INT32_MIN)
		return -ESRCH;
	r.idtype = pid == -1 ? FL_P_ALL : pid > 0 ? FL_P_PID : FL_P_PGID;
	r.id = pid > 0 ? pid : pid == 0 ? process_current()->group->id : -pid;
	if (!can_store(status, &result.status, sizeof(result.status)) ||
	    !can_store(usage, &result.usage, sizeof(result.usage)))
		return -EFAULT;
	found = wait_for(&r, &result);
	if (found <= 0)
		return found;
	/* These fail only if another thread has unmapped the memory. */
	if (!uaddr_is_null(status) &&
	    user_store(status, (uint32_t)result.status) != 0)
		return -EFAULT;
	if (!uaddr_is_null(usage) &&
	    copy_to_user(usage, &result.usage, sizeof(result.usage)) != 0)
		return -EFAULT;
	return found;
}

long sys_waitid(int idtype, int id, struct uaddr user_info, int options)
{
	struct wait_request r = { idtype, id, options };
	struct wait_result result;
	struct fl_siginfo info = { 0 };
	int known = WNOHANG | WNOWAIT | WEXITED | WSTOPPED | WCONTINUED;
	int found;

	if (idtype < FL_P_ALL || idtype > FL_P_PGID ||
	    (idtype == FL_P_PID && id <= 0) ||
	    (idtype == FL_P_PGID && id < 0) || options & ~known ||
	    !(options & (WEXITED | WSTOPPED | WCONTINUED)))
		return -EINVAL;
	if (idtype == FL_P_PGID && id == 0)
		r.id = process_current()->group->id;
	if (!uaddr_is_null(user_info) &&
	    clear_user(user_info, sizeof(info)) != 0)
		return -EFAULT;
	found = wait_for(&r, &result);
	if (found < 0)
		return found;
	if (found > 0) {
		info = (struct fl_siginfo){
			.si_signo = SIGCHLD,
			.si_code = result.code,
			.si_pid = result.pid,
			.si_uid = result.uid,
			.si_status =
			    result.code == CLD_EXITED
				? result.status >> 8 & 0xff
			    : result.code == CLD_KILLED	 ? result.status & 0x7f
			    : result.code == CLD_STOPPED ? result.status >> 8
							 : SIGCONT,
		};
	}
	if (!uaddr_is_null(user_info) &&
	    copy_to_user(user_info, &info, sizeof(info)) != 0)
		return -EFAULT;
	return 0;
}
