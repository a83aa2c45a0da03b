/* SPDX-License-Identifier: MIT */
/* The calls about process groups, sessions, users, and priorities. */
#include "call/handlers.h"
#include "fs/file.h"
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "proc/group.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/table.h"

/* The process with this number, which may be a zombie; 0 is the caller. */
static struct process *find_or_self(int pid)
{
	struct process *p = pid ? process_find(pid) : process_current();

	return p;
}

long sys_getpgid(int pid)
{
	struct process *p = find_or_self(pid);

	return p ? p->group->id : -ESRCH;
}

long sys_getsid(int pid)
{
	struct process *p = find_or_self(pid);

	return p ? p->group->session->id : -ESRCH;
}

long sys_setsid(void)
{
	struct process *p = process_current();
	struct session *s;
	int error;

	if (group_find(p->pid))
		return -EPERM;
	s = session_create(p->pid);
	if (!s)
		return -EPERM;
	error = group_move(p, p->pid, s);
	session_release(s); /* the group holds it now */
	return error ? -EPERM : p->pid;
}

long sys_setpgid(int pid, int pgid)
{
	struct process *self = process_current();
	struct process *p = find_or_self(pid);
	struct session *session = self->group->session;
	struct group *g;

	if (pgid < 0)
		return -EINVAL;
	if (!p || (p != self && p->parent != self) ||
	    p->state == PROCESS_ZOMBIE)
		return -ESRCH;
	if (p != self && p->has_execed)
		return -EACCES;
	if (p->group->session != session || session->id == p->pid)
		return -EPERM;
	if (pgid == 0)
		pgid = p->pid;
	if (pgid == p->group->id)
		return 0;
	g = group_find(pgid);
	if (pgid != p->pid && (!g || g->session != session))
		return -EPERM;
	if (g && g->session != session)
		return -EPERM;
	return group_move(p, pgid, session);
}

/*
 * May the caller set an id, of which it has these three, to id?  -1 changes
 * none.
 */
static bool may_set(int id, uint32_t a, uint32_t b, uint32_t c)
{
	uint32_t u = (uint32_t)id;

	return id == -1 || u == a || u == b || u == c ||
	       cred_is_superuser(cred_current());
}

static int set_uids(struct process *p, uint32_t ruid, uint32_t euid,
		    uint32_t suid)
{
	int error = process_set_account(p, ruid);

	if (error)
		return error;
	p->subject.cred.uid = ruid;
	p->subject.cred.euid = euid;
	p->subject.cred.suid = suid;
	process_update_facts(p);
	return 0;
}

long sys_setresuid(int ruid, int euid, int suid)
{
	struct process *p = process_current();
	const struct cred *c = &p->subject.cred;

	if (!may_set(ruid, c->uid, c->euid, c->suid) ||
	    !may_set(euid, c->uid, c->euid, c->suid) ||
	    !may_set(suid, c->uid, c->euid, c->suid))
		return -EPERM;
	return set_uids(p, ruid == -1 ? c->uid : (uint32_t)ruid,
			euid == -1 ? c->euid : (uint32_t)euid,
			suid == -1 ? c->suid : (uint32_t)suid);
}

long sys_setresgid(int rgid, int egid, int sgid)
{
	struct process *p = process_current();
	struct cred *c = &p->subject.cred;

	if (!may_set(rgid, c->gid, c->egid, c->sgid) ||
	    !may_set(egid, c->gid, c->egid, c->sgid) ||
	    !may_set(sgid, c->gid, c->egid, c->sgid))
		return -EPERM;
	c->gid = rgid == -1 ? c->gid : (uint32_t)rgid;
	c->egid = egid == -1 ? c->egid : (uint32_t)egid;
	c->sgid = sgid == -1 ? c->sgid : (uint32_t)sgid;
	process_update_facts(p);
	return 0;
}

/* It is no id: to setresuid() and chown() it means to change none. */
#define NO_ID UINT32_MAX

long sys_setuid(uint32_t uid)
{
	struct process *p = process_current();

	if (uid == NO_ID)
		return -EINVAL;
	if (cred_is_superuser(&p->subject.cred))
		return set_uids(p, uid, uid, uid);
	if (uid == p->subject.cred.uid || uid == p->subject.cred.suid)
		return set_uids(p, p->subject.cred.uid, uid,
				p->subject.cred.suid);
	return -EPERM;
}

long sys_setgid(uint32_t gid)
{
	struct process *p = process_current();
	struct cred *c = &p->subject.cred;

	if (gid == NO_ID)
		return -EINVAL;
	if (cred_is_superuser(c))
		c->gid = c->egid = c->sgid = gid;
	else if (gid == c->gid || gid == c->sgid)
		c->egid = gid;
	else
		return -EPERM;
	process_update_facts(p);
	return 0;
}

long sys_seteuid(uint32_t uid)
{
	struct process *p = process_current();

	if (uid == NO_ID)
		return -EINVAL;
	if (!cred_is_superuser(&p->subject.cred) &&
	    uid != p->subject.cred.uid && uid != p->subject.cred.suid)
		return -EPERM;
	return set_uids(p, p->subject.cred.uid, uid, p->subject.cred.suid);
}

long sys_setegid(uint32_t gid)
{
	struct process *p = process_current();

	if (gid == NO_ID)
		return -EINVAL;
	if (!cred_is_superuser(&p->subject.cred) &&
	    gid != p->subject.cred.gid && gid != p->subject.cred.sgid)
		return -EPERM;
	p->subject.cred.egid = gid;
	process_update_facts(p);
	return 0;
}

long sys_getgroups(int count, struct uaddr list)
{
	const struct cred *c = cred_current();

	if (count == 0)
		return (long)c->group_count;
	if (count < (int)c->group_count)
		return -EINVAL;
	if (copy_to_user(list, c->groups,
			 c->group_count * sizeof(c->groups[0])) != 0)
		return -EFAULT;
	return (long)c->group_count;
}

long sys_setgroups(int count, struct uaddr list)
{
	struct cred *c = &process_current()->subject.cred;
	uint32_t groups[FL_NGROUPS_MAX];

	if (count < 0 || count > FL_NGROUPS_MAX)
		return -EINVAL;
	if (copy_from_user(groups, list, (size_t)count * sizeof(groups[0])) !=
	    0)
		return -EFAULT;
	if (!cred_is_superuser(c))
		return -EPERM;
	for (int i = 0; i < count; i++)
		c->groups[i] = groups[i];
	c->group_count = (uint32_t)count;
	return 0;
}

long sys_umask(uint32_t mask)
{
	struct fs_context *fs = current->subject->fs;
	uint32_t old = fs->umask;

	fs->umask = mask & 0777;
	return (long)old;
}

static bool priority_matches(const struct process *p, int which, int who)
{
	if (p->state == PROCESS_ZOMBIE)
		return false;
	if (which == PRIO_PROCESS)
		return p->pid == (who ? who : process_current()->pid);
	if (which == PRIO_PGRP)
		return p->group->id ==
		       (who ? who : process_current()->group->id);
	return p->subject.cred.uid ==
	       (who ? (uint32_t)who : cred_current()->uid);
}

/* 20 minus the nice value, so that no result is negative. */
long sys_getpriority(int which, int who)
{
	int lowest = 20;

	if (which < PRIO_PROCESS || which > PRIO_USER)
		return -EINVAL;
	for (struct process *p = process_next(1); p;
	     p = process_next(p->pid + 1)) {
		if (priority_matches(p, which, who))
			lowest = MIN(lowest, p->nice);
		arch_poll_interrupts();
	}
	return lowest == 20 ? -ESRCH : 20 - lowest;
}

static int set_nice(struct process *p, int nice)
{
	const struct cred *c = cred_current();

	if (!cred_is_superuser(c)) {
		if (c->euid != p->subject.cred.uid &&
		    c->euid != p->subject.cred.euid)
			return -EPERM;
		if (nice < p->nice)
			return -EACCES;
	}
	p->nice = nice;
	list_for_each (link, &p->threads)
		sched_update(list_entry(link, struct thread, process_link));
	return 0;
}

long sys_setpriority(int which, int who, int nice)
{
	long result = -ESRCH;

	if (which < PRIO_PROCESS || which > PRIO_USER)
		return -EINVAL;
	nice = MAX(MIN(nice, 19), -20);
	for (struct process *p = process_next(1); p;
	     p = process_next(p->pid + 1)) {
		int error;

		if (!priority_matches(p, which, who))
			continue;
		error = set_nice(p, nice);
		arch_poll_interrupts();
		if (error || result == -ESRCH)
			result = error;
	}
	return result;
}
