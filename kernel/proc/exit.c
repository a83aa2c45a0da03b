/* SPDX-License-Identifier: MIT */
/* How processes and threads end. */
#include "proc/exit.h"
#include "dev/tty.h"
#include "lib/assert.h"
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "mm/space.h"
#include "proc/clock.h"
#include "proc/futex.h"
#include "proc/group.h"
#include "proc/lifecycle.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/oom.h"
#include "proc/table.h"
#include "proc/usage.h"
#include "proc/wait.h"
#include <faultline/wait.h>

/* The thread that ended last, until the next one to run frees its stack. */
static struct thread *dead;

void thread_bury_dead(void)
{
	struct thread *t = dead;

	if (!t)
		return;
	dead = NULL;
	thread_free(t);
}

static _Noreturn void thread_die(void)
{
	KASSERT(!dead);
	dead = current;
	current->state = THREAD_DEAD;
	sched_switch();
	panic("a dead thread runs");
}

static void tell_other_threads(struct process *p)
{
	list_for_each (link, &p->threads) {
		struct thread *t =
		    list_entry(link, struct thread, process_link);

		if (t == current)
			continue;
		t->attention |= ATTENTION_EXIT;
		if (t->state == THREAD_STOPPED ||
		    (t->state == THREAD_BLOCKED && t->interruptible))
			sched_ready(t);
	}
}

void process_begin_exit(void)
{
	struct process *p = process_current();

	KASSERT(!(current->attention & ATTENTION_EXIT));
	p->exiting = true;
	tell_other_threads(p);
}

/*
 * Two threads that waited for each other's end would wait for ever.  So a
 * thread that was told to end before it could tell the others gives up.
 */
bool process_end_other_threads(bool exiting)
{
	may_wait();
	struct process *p = process_current();

	if (current->attention & ATTENTION_EXIT)
		return false;
	p->exiting = exiting;
	tell_other_threads(p);
	while (p->thread_count > 1)
		wait_uninterruptible(&p->thread_wait);
	KASSERT(!(current->attention & ATTENTION_EXIT));
	return true;
}

static bool has_stopped_member(const struct group *g)
{
	list_for_each (link, &g->members)
		if (list_entry(link, struct process, group_link)->state ==
		    PROCESS_STOPPED)
			return true;
	return false;
}

/* Does p's parent keep p's group from being orphaned (group_is_orphaned())? */
static bool is_kept_by_parent(const struct process *p)
{
	return p->parent && p->parent->group != p->group &&
	       p->parent->group->session == p->group->session;
}

/*
 * g may have become orphaned because a process ended.  If it is orphaned and
 * has stopped members, all members get SIGHUP and SIGCONT (POSIX _exit()).
 */
static void wake_orphans(struct group *g)
{
	if (group_is_orphaned(g) && has_stopped_member(g)) {
		signal_send_job(g, SIGHUP);
		signal_send_job(g, SIGCONT);
	}
}

/*
 * Process 1 becomes the parent of p's children.  Their groups may be orphaned
 * by that.  Each group is looked at once, after the last child has moved, since
 * thousands of the children may be in one group.
 */
static void give_children_away(struct process *p)
{
	struct process *init = process_find(1);
	struct list left;

	list_init(&left);
	while (!list_empty(&p->children)) {
		struct process *child =
		    list_first(&p->children, struct process, sibling);
		struct group *g = child->group;

		if (is_kept_by_parent(child) && list_empty(&g->left_link))
			list_push_back(&left, &g->left_link);
		child->parent = init;
		process_update_facts(child);
		if (child->state == PROCESS_ZOMBIE)
			init->zombie_children++;
		list_remove(&child->sibling);
		if (process_has_news(child))
			list_push_front(&init->children, &child->sibling);
		else
			list_push_back(&init->children, &child->sibling);
		arch_poll_interrupts();
	}
	while (!list_empty(&left)) {
		struct group *g = list_first(&left, struct group, left_link);

		list_remove(&g->left_link);
		list_init(&g->left_link);
		wake_orphans(g);
		arch_poll_interrupts();
	}
	if (p->zombie_children > 0) {
		signal_send_process(init, SIGCHLD, NULL);
		wait_wake_all(&init->child_wait);
	}
	p->zombie_children = 0;
}

void process_release_vfork_parent(struct process *p)
{
	if (!p->vfork_child)
		return;
	p->vfork_child = false;
	wait_wake_all(&p->vfork_wait);
}

void process_notify_parent(struct process *p, int code, int status)
{
	struct process *parent = p->parent;
	struct fl_siginfo info = {
		.si_signo = SIGCHLD,
		.si_code = code,
		.si_pid = p->pid,
		.si_uid = p->subject.cred.uid,
		.si_status = status,
	};
	bool change_only = code == CLD_STOPPED || code == CLD_CONTINUED;

	if (!parent)
		return;
	list_remove(&p->sibling);
	list_push_front(&parent->children, &p->sibling);
	if (!change_only ||
	    !(parent->actions->of[SIGCHLD].flags & SA_NOCLDSTOP))
		signal_send_process(parent, SIGCHLD, &info);
	wait_wake_all(&parent->child_wait);
}

void process_settle(struct process *p)
{
	if (!p->parent || process_has_news(p))
		return;
	list_remove(&p->sibling);
	list_push_back(&p->parent->children, &p->sibling);
}

/* Adds what the dead child used to its parent's account of children. */
static void charge_parent(struct process *p)
{
	struct fl_rusage *r = &p->parent->children_usage;
	struct fl_rusage own;

	rusage_of(p, &own);
	rusage_add(r, &own);
	rusage_add(r, &p->children_usage);
}

void process_reap(struct process *p)
{
	KASSERT(p->state == PROCESS_ZOMBIE && p->thread_count == 0);
	KASSERT(p->parent->zombie_children > 0 && process_total > 0);
	charge_parent(p);
	p->parent->zombie_children--;
	list_remove(&p->sibling);
	list_remove(&p->group_link);
	group_release(p->group);
	account_uncharge(p->account, ACCOUNT_PROCESSES);
	process_total--;
	number_find(p->pid)->process = NULL;
	number_release_if_free(p->pid);
	signal_actions_free(p->actions);
	process_free(p);
}

static bool parent_wants_no_zombie(const struct process *p)
{
	const struct fl_sigaction *a = &p->parent->actions->of[SIGCHLD];

	return a->handler == SIG_IGNORE || a->flags & SA_NOCLDWAIT;
}

static void become_zombie(struct process *p, int status)
{
	bool killed = status & 0x7f;
	struct process *parent = p->parent;

	KASSERT(!p->space && p->exiting && list_empty(&p->children));
	p->exit_status = status;
	p->state = PROCESS_ZOMBIE;
	p->continued = false;
	if (is_kept_by_parent(p))
		wake_orphans(p->group);
	parent->zombie_children++;
	process_notify_parent(p, killed ? CLD_KILLED : CLD_EXITED,
			      killed ? status & 0x7f : status >> 8);
	if (parent_wants_no_zombie(p)) {
		process_reap(p);
		wait_wake_all(&parent->child_wait);
	}
}

static void leave_session(struct process *p)
{
	struct session *s = p->group->session;

	if (s->id == p->pid) {
		s->leader_gone = true;
		tty_session_leader_exit(s);
	}
}

static void release_space(struct process *p)
{
	struct space *space = p->space;

	p->space = NULL;
	p->peak_resident = MAX(p->peak_resident, space->resident);
	space_release(space);
	process_release_vfork_parent(p);
	oom_ended();
}

/*
 * thread_create()'s cleartid: the word becomes 0, and the threads that wait for
 * this one's end in futex_wait() are woken.
 */
static void announce_thread_end(struct thread *t)
{
	struct uaddr word = t->clear_tid;

	t->clear_tid = uaddr(0);
	if (!uaddr_is_null(word) && user_store(word, 0) == 0)
		futex_wake(word, INT32_MAX);
}

LIFECYCLE_HOOK(THREAD_END, .thread_exit = announce_thread_end);

void thread_exit(int status)
{
	may_wait();
	struct thread *t = current;
	struct process *p = t->process;

	if (p->thread_count == 1)
		process_exit(FL_W_EXITED(status));
	lifecycle_thread_exit(t);
	signal_flush(&t->pending);
	signal_retarget(~0ull);
	thread_detach(t);
	if (p->thread_count == 1)
		wait_wake_all(&p->thread_wait);
	thread_die();
}

void process_exit(int status)
{
	may_wait();
	struct thread *t = current;
	struct process *p = t->process;
	int64_t now;

	if (p->pid == 1)
		panic("init ended with status 0x%x", (unsigned)status);
	if (!process_end_other_threads(true))
		thread_exit(0);
	p->exit_status = status;
	KASSERT(p->thread_count == 1 && p->exiting);
	lifecycle_thread_exit(t);
	p->state = PROCESS_RUNNING;
	lifecycle_exit(p);
	release_space(p);
	leave_session(p);
	give_children_away(p);
	signal_flush(&t->pending);
	signal_flush(&p->pending);
	now = clock_monotonic();
	p->cpu_time += now - t->run_since;
	t->run_since = now;
	thread_detach(t);
	t->process = NULL;
	t->account = &account_root; /* p's account may be freed first */
	become_zombie(p, status);
	thread_die();
}
