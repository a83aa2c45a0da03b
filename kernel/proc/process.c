/* SPDX-License-Identifier: MIT */
/* How processes come into being. */
#include "proc/process.h"
#include "fs/file.h"
#include "fs/vnode.h"
#include "lib/string.h"
#include "machine/thread.h"
#include "mm/frame.h"
#include "mm/slab.h"
#include "mm/space.h"
#include "proc/clock.h"
#include "proc/group.h"
#include "proc/itimer.h"
#include "proc/sched.h"
#include "proc/table.h"
#include "proc/wait.h"
#include <faultline/layout.h>

static struct slab_cache process_cache =
    SLAB_CACHE_INIT(process_cache, "process", struct process);
static const struct fl_rlimit default_limits[RLIM_NLIMITS] = {
	[RLIMIT_CPU] = { FL_RLIM_INFINITY, FL_RLIM_INFINITY },
	[RLIMIT_FSIZE] = { FL_RLIM_INFINITY, FL_RLIM_INFINITY },
	[RLIMIT_DATA] = { FL_RLIM_INFINITY, FL_RLIM_INFINITY },
	[RLIMIT_STACK] = { 8 << 20, FL_RLIM_INFINITY },
	[RLIMIT_CORE] = { 0, 0 },
	[RLIMIT_RSS] = { FL_RLIM_INFINITY, FL_RLIM_INFINITY },
	[RLIMIT_NPROC] = { 4096, FL_PID_MAX },
	[RLIMIT_NOFILE] = { 256, FL_OPEN_MAX },
	[RLIMIT_MEMLOCK] = { FL_RLIM_INFINITY, FL_RLIM_INFINITY },
	[RLIMIT_AS] = { FL_RLIM_INFINITY, FL_RLIM_INFINITY },
};

uint32_t process_total;

void process_update_facts(struct process *p)
{
	struct fl_facts_page *f = p->facts;
	const struct cred *c = &p->subject.cred;

	f->seq++;
	*f = (struct fl_facts_page){
		.abi_version = FL_ABI_VERSION,
		.page_size = PAGE_SIZE,
		.pid = p->pid,
		.ppid = p->parent ? p->parent->pid : 0,
		.uid = c->uid,
		.euid = c->euid,
		.suid = c->suid,
		.gid = c->gid,
		.egid = c->egid,
		.sgid = c->sgid,
		.cpus = 1,
		.size = sizeof(*f),
		.seq = f->seq + 1,
	};
}

/*
 * Free pages for facts, linked by their owner, so that fork() need not clear
 * one: all but the facts is zero already.  They are charged to root.
 */
static struct frame *facts_pool;
static unsigned facts_pool_count;
#define FACTS_POOL_LIMIT 64

static int facts_alloc(struct process *p)
{
	struct frame *f = facts_pool;

	if (f && failure_injection == 0) {
		facts_pool = f->owner;
		facts_pool_count--;
		frame_charge(f, 0, account_current());
	} else {
		f = frame_alloc(0); /* injected failures reach this one */
	}
	if (!f)
		return -ENOMEM;
	f->owner = NULL;
	p->facts = frame_address(f);
	return 0;
}

static void facts_free(struct process *p)
{
	struct frame *f = frame_of(p->facts);

	KASSERT(f->references == 1);
	if (facts_pool_count == FACTS_POOL_LIMIT) {
		frame_release(f);
		return;
	}
	frame_charge(f, 0, &account_root);
	f->owner = facts_pool;
	facts_pool = f;
	facts_pool_count++;
}

static struct process *process_alloc(void)
{
	struct process *p = slab_alloc(&process_cache);

	if (!p)
		return NULL;
	if (facts_alloc(p) != 0) {
		slab_free(&process_cache, p);
		return NULL;
	}
	list_init(&p->children);
	list_init(&p->sibling);
	list_init(&p->group_link);
	list_init(&p->threads);
	list_init(&p->grants);
	list_init(&p->lent);
	list_init(&p->pending.queue);
	list_init(&p->told_queues);
	list_init(&p->semaphore_undos);
	wait_queue_init(&p->child_wait);
	wait_queue_init(&p->vfork_wait);
	wait_queue_init(&p->thread_wait);
	for (unsigned i = 0; i < ARRAY_SIZE(p->itimers); i++)
		itimer_init(&p->itimers[i], p);
	p->start_time = clock_monotonic();
	return p;
}

void process_free(struct process *p)
{
	KASSERT(list_empty(&p->threads) && list_empty(&p->children));
	KASSERT(list_empty(&p->grants) && list_empty(&p->lent));
	KASSERT(list_empty(&p->told_queues));
	facts_free(p);
	slab_free(&process_cache, p);
}

/*
 * Copies to the child what it has of its parent, but for memory and threads.
 * The memory is copied before this, because that may wait: another thread of
 * the parent may then give up credentials or descriptors, and write to memory
 * that the child gets.  So the child must not have what the parent has given
 * up.
 */
static int copy_process(struct process *p, struct process *parent)
{
	if (p->account != parent->account) {
		account_move(p->account, parent->account, ACCOUNT_PROCESSES);
		p->account = parent->account;
	}
	p->subject.cred = parent->subject.cred;
	p->nice = parent->nice;
	memcpy(p->subject.limits, parent->subject.limits,
	       sizeof(p->subject.limits));
	memcpy(p->name, parent->name, sizeof(p->name));
	memcpy(p->args, parent->args, sizeof(p->args));
	p->actions = signal_actions_copy(parent->actions);
	if (!p->actions)
		return -ENOMEM;
	p->subject.files = files_fork(parent->subject.files);
	if (!p->subject.files)
		goto no_files;
	p->subject.fs = fs_fork(parent->subject.fs);
	if (!p->subject.fs)
		goto no_fs;
	return 0;

no_fs:
	files_release(p->subject.files);
no_files:
	signal_actions_free(p->actions);
	return -ENOMEM;
}

static void adopt(struct process *p, struct process *parent)
{
	p->parent = parent;
	list_push_back(&parent->children, &p->sibling);
	if (parent->text) {
		p->text = vnode_hold(parent->text);
		vnode_deny_write(p->text);
	}
	if (parent->trace) {
		p->trace = parent->trace;
		file_hold(p->trace);
	}
}

/* Counts one more process of the user.  -EAGAIN: it has as many as it may. */
static int charge_process(const struct process *parent)
{
	struct account *a = parent->account;

	if (!cred_is_superuser(&parent->subject.cred) &&
	    a->count[ACCOUNT_PROCESSES] >=
		parent->subject.limits[RLIMIT_NPROC].rlim_cur)
		return -EAGAIN;
	return account_charge(a, ACCOUNT_PROCESSES);
}

int process_set_account(struct process *p, uint32_t uid)
{
	struct account *from = p->account, *to;

	if (from->uid == uid)
		return 0;
	to = account_find_or_make(uid);
	if (!to)
		return -EAGAIN;
	p->account = to;
	list_for_each (link, &p->threads)
		list_entry(link, struct thread, process_link)->account = to;
	account_move(from, to, ACCOUNT_PROCESSES);
	return 0;
}

/*
 * Gives the child of the running process a thread, a number and a place in its
 * parent's group, and lets it run.  Returns the number, or an error, and p is
 * as it was.
 */
static int enter_child(struct process *p, struct process *parent, bool vforked)
{
	struct thread *t;
	int error;

	KASSERT(parent == process_current() && p->thread_count == 0);
	/* What ends the parent as a member of its group ends the child. */
	if (signal_fatal_is_pending())
		return -EINTR;
	t = thread_create(p);
	if (!t)
		return frames_are_short() ? -ENOMEM : -EAGAIN;
	p->pid = t->tid;
	p->leader = t;
	p->vfork_child = vforked;
	number_find(p->pid)->process = p;
	error = group_move(p, parent->group->id, parent->group->session);
	KASSERT(error == 0); /* the group exists */
	adopt(p, parent);
	process_total++;
	process_update_facts(p);
	t->blocked = current->blocked;
	t->signal_stack = current->signal_stack;
	arch_thread_fork(t);
	sched_ready(t);
	return p->pid;
}

int process_fork(bool share_space)
{
	may_wait();
	struct process *parent = process_current();
	struct account *account = parent->account;
	struct process *p;
	int error = -ENOMEM;

	if (charge_process(parent) != 0)
		return -EAGAIN;
	p = frames_are_short() ? NULL : process_alloc();
	if (!p)
		goto no_process;
	p->account = account;
	if (share_space) {
		p->space = parent->space;
		space_hold(p->space);
	} else {
		p->space = space_fork(parent->space);
	}
	if (!p->space)
		goto no_space;
	error = copy_process(p, parent);
	account = p->account;
	if (error)
		goto no_copy;
	error = enter_child(p, parent, share_space);
	if (error >= 0)
		return error;

	fs_release(p->subject.fs);
	files_release(p->subject.files);
	signal_actions_free(p->actions);
no_copy:
	space_release(p->space);
no_space:
	process_free(p);
no_process:
	account_uncharge(account, ACCOUNT_PROCESSES);
	return error;
}

/* Makes what process_fork() would have copied. */
struct process *process_create_first(void (*function)(void))
{
	struct process *p = process_alloc();
	struct thread *t;

	KASSERT(p);
	p->account = &account_root;
	KASSERT(account_charge(p->account, ACCOUNT_PROCESSES) == 0);
	memcpy(p->subject.limits, default_limits, sizeof(p->subject.limits));
	p->actions = signal_actions_copy(NULL);
	p->subject.files = files_alloc();
	p->space = space_create();
	t = thread_create(p);
	KASSERT(p->actions && p->subject.files && p->space && t);
	p->pid = t->tid;
	p->leader = t;
	KASSERT(p->pid == 1);
	number_find(1)->process = p;
	arch_thread_first(t, function);
	KASSERT(group_move(p, 1, session_create(1)) == 0);
	session_release(p->group->session); /* the group holds it */
	process_total++;
	process_update_facts(p);
	sched_ready(t);
	return p;
}
