/* SPDX-License-Identifier: MIT */
/*
 * execve() and fexecve().  While the old program is whole, the new one is found
 * (target.c), its arguments are copied (strings.c), and the other threads end.
 * A failure after that kills the process.
 */
#include "proc/exec.h"
#include "call/door.h"
#include "call/handlers.h"
#include "fs/file.h"
#include "fs/vnode.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/machine.h"
#include "machine/mmu.h"
#include "machine/thread.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "mm/layout.h"
#include "mm/space.h"
#include "proc/exit.h"
#include "proc/layout.h"
#include "proc/lifecycle.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/strings.h"
#include "proc/target.h"
#include "proc/wait.h"
#include <faultline/layout.h>
#include <faultline/limits.h>
#include <faultline/mman.h>
#include <faultline/wait.h>

/* The name is the last one in the path or, without a path, argv[0]. */
static void set_name(struct process *p, const struct strings *s,
		     const struct target *t)
{
	const char *path = t->head_count > 0 ? t->head[0] : t->path;
	const char *slash = path ? strrchr(path, '/') : NULL;
	size_t n = MIN(sizeof(p->name) - 1, strings_length(s, 0));

	if (path) {
		strlcpy(p->name, slash ? slash + 1 : path, sizeof(p->name));
		return;
	}
	memcpy(p->name, frame_address(s->page[0]), n);
	p->name[n] = '\0';
}

/* Sets what ps shows: the name, and the arguments separated by blanks. */
static void set_names(struct process *p, const struct strings *s,
		      const struct target *t)
{
	uint32_t at = 0, n = 0;

	set_name(p, s, t);
	for (uint32_t i = 0; i < s->argc && n + 1 < sizeof(p->args); i++) {
		uint32_t length = strings_length(s, at);

		if (i > 0)
			p->args[n++] = ' ';
		for (uint32_t k = 0; k < length && n + 1 < sizeof(p->args); k++)
			p->args[n++] = ((char *)frame_address(
			    s->page[(at + k) >> PAGE_SHIFT]))[(at + k) &
							      PAGE_MASK];
		at += length + 1;
	}
	p->args[n] = '\0';
}

/*
 * Computes the credentials that p will have as the program in v, from the
 * file's set-user-ID and set-group-ID bits.  Returns true if an effective id
 * will differ from the real one, perhaps since an earlier exec.  The bits do
 * not count if some calls are closed to the process: a program with other
 * credentials than its caller must not run without calls that it relies on.
 */
static bool identity_of(const struct process *p, const struct vnode *v,
			struct cred *c)
{
	bool allowed = !(v->fs->flags & ST_NOSUID) && !p->space->closed;

	*c = p->subject.cred;
	if (allowed && v->mode & S_ISUID)
		c->euid = v->uid;
	if (allowed && (v->mode & (S_ISGID | 0010)) == (S_ISGID | 0010))
		c->egid = v->gid;
	c->suid = c->euid;
	c->sgid = c->egid;
	return c->euid != c->uid || c->egid != c->gid;
}

static void take_identity(struct process *p, const struct cred *c)
{
	p->subject.cred = *c;
	process_update_facts(p);
}

/* Caught signals get their default action; ignored ones stay ignored. */
static void reset_signals(struct process *p, bool secure)
{
	(void)secure;
	for (int sig = 1; sig < FL_NSIG; sig++) {
		struct fl_sigaction *a = &p->actions->of[sig];

		if (a->handler != SIG_IGNORE)
			a->handler = SIG_DEFAULT;
		a->flags = 0;
		a->mask = 0;
	}
	current->signal_stack = (struct fl_stack){ .ss_flags = SS_DISABLE };
}

LIFECYCLE_HOOK(SIGNALS, .exec = reset_signals);

/*
 * Moves the process into the new space and leaves the old one.  What the
 * process gave up is given up in the new one: only now does no thread change it
 * any more.  Returns false, and does nothing, if there is no memory for that.
 */
static bool replace_space(struct process *p, struct space *space)
{
	struct space *old = p->space;

	if (space_inherit_windows(space, old) != 0)
		return false;
	p->space = space;
	if (space->closed != 0 || p->trace)
		door_watch(space);
	arch_space_switch();
	p->peak_resident = MAX(p->peak_resident, old->resident);
	space_release(old);
	process_release_vfork_parent(p);
	return true;
}

static void release_text(struct process *p)
{
	if (!p->text)
		return;
	vnode_allow_write(p->text);
	vnode_release(p->text);
	p->text = NULL;
}

LIFECYCLE_HOOK(TEXT, .exit = release_text);

/* Takes over the hold on v and the denial of writes to it. */
static void take_text(struct process *p, struct vnode *v)
{
	release_text(p);
	p->text = v;
}

/* Returns false if the old program is gone and the new one cannot run. */
static bool start_program(struct target *t, struct strings *s,
			  struct space *space)
{
	struct process *p = process_current();
	struct cred new;
	uint32_t sp;
	bool secure;

	thread_become_leader();
	secure = identity_of(p, t->file, &new);
	lifecycle_exec(p, secure);
	take_text(p, t->file);
	if (!replace_space(p, space)) {
		space_release(space);
		return false;
	}
	take_identity(p, &new);
	set_names(p, s, t);
	p->has_execed = true;
	if (elf_map(&t->elf, space) != 0 || strings_map(space, s) != 0)
		return false;
	sp = strings_push(s, space->stack_top, &t->elf, secure);
	if (sp == 0)
		return false;
	arch_thread_exec(current, t->elf.entry, sp);
	return true;
}

static struct space *create_space(uint64_t stack_limit)
{
	struct space *space = space_create();

	if (!space)
		return NULL;
	space_place(space,
		    STACK_TOP - layout_random(STACK_PLACES) * STACK_STRIDE,
		    layout_random(HOLE_PAGES) * PAGE_SIZE);
	space_set_stack_limit(space, stack_limit);
	return space;
}

/*
 * Runs the program in v, which it takes over.  -ECALLDONE: the old program is
 * gone, and *alive tells if the new one can run.  Else -errno for the old one.
 */
static int exec(struct target *t, struct strings *s, struct vnode *v,
		struct uaddr argv, struct uaddr envp, bool *alive)
{
	uint64_t limit = current->subject->limits[RLIMIT_STACK].rlim_cur;
	struct space *space;
	int error = target_find(t, v);

	if (error)
		return error;
	error = strings_copy(s, t, argv, envp);
	if (!error && !strings_fit(s, limit))
		error = -E2BIG;
	if (error)
		goto fail;
	space = create_space(limit);
	if (!space) {
		error = -ENOMEM;
		goto fail;
	}
	if (!process_end_other_threads(false)) {
		space_release(space);
		error = -EINTR;
		goto fail;
	}
	*alive = start_program(t, s, space);
	return -ECALLDONE;
fail:
	target_release(t);
	return error;
}

/* By path, which it takes over, or by fd if path is NULL. */
static long exec_file(char *path, int fd, struct uaddr argv, struct uaddr envp)
{
	struct target *t = kmalloc(sizeof(*t));
	struct strings *s = kmalloc(sizeof(*s));
	bool alive = true;
	struct vnode *v;
	long error = -ENOMEM;

	if (!t || !s)
		goto out;
	t->path = path;
	error = path ? vfs_open_exec(path, &v) : fd_open_exec(fd, &v);
	if (!error)
		error = exec(t, s, v, argv, envp, &alive);
out:
	if (s)
		strings_free(s);
	kfree(t);
	kfree(path);
	if (!alive)
		process_exit(FL_W_SIGNALED(SIGKILL));
	return error;
}

long sys_execve(struct uaddr user_path, struct uaddr argv, struct uaddr envp)
{
	char *path = kmalloc_raw(FL_PATH_MAX);
	long error;

	if (!path)
		return -ENOMEM;
	error = copy_string_from_user(path, user_path, FL_PATH_MAX);
	if (error < 0) {
		kfree(path);
		return error;
	}
	return exec_file(path, -1, argv, envp);
}

long sys_fexecve(int fd, struct uaddr argv, struct uaddr envp)
{
	return exec_file(NULL, fd, argv, envp);
}

/*
 * Process 1 has no program yet that could call execve().  Its arguments are
 * written to a page in its space, and sys_execve() copies them from there.
 */
int process_exec_first(const char *path, const char *argument)
{
	may_wait();
	struct space *s = process_current()->space;
	struct {
		uint32_t argv[3], envp[1];
		char path[64], argument[64];
	} page = { .envp = { 0 } };
	struct mapping m = { .length = PAGE_SIZE,
			     .prot = PROT_READ | PROT_WRITE,
			     .max_prot = PROT_ALL,
			     .object = &zero_object };
	uint32_t at;
	int error;

	arch_space_switch();
	error = space_map(s, &m, &at);
	if (error)
		return error;
	strlcpy(page.path, path, sizeof(page.path));
	page.argv[0] = at + offsetof(typeof(page), path);
	if (argument && *argument) {
		strlcpy(page.argument, argument, sizeof(page.argument));
		page.argv[1] = at + offsetof(typeof(page), argument);
	}
	if (copy_to_user(uaddr(at), &page, sizeof(page)) != 0)
		return -ENOMEM;
	return (int)sys_execve(uaddr(page.argv[0]), uaddr(at),
			       uaddr(at + offsetof(typeof(page), envp)));
}
