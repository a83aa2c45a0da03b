/* SPDX-License-Identifier: MIT */
/*
 * Grants: call pages that have some of the calls, which act as the process that
 * made the grant, or as their caller.  Programs know them as frames
 * (<faultline/frame.h>).
 *
 * A call through a grant runs with a copy of the maker's subject (struct loan),
 * whose files and place are held.  So the maker may end meanwhile, or become
 * another program.
 */
#include "call/call.h"
#include "call/handlers.h"
#include "call/run.h"
#include "fs/file.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "mm/space.h"
#include "proc/lifecycle.h"
#include "proc/process.h"
#include "proc/wait.h"
#include "window/window.h"
#include <faultline/frame.h>
#include <faultline/layout.h>
#include <faultline/mman.h>

_Static_assert(FL_CALL_GROUPS == CALL_GROUPS, "the ABI's set of calls");

struct grant {
	struct object window;	/* held by both ends and by mappings */
	struct fl_call_set set; /* the calls it has */
	bool as_caller;		/* FL_FRAME_CALLER: they act as the caller */
	bool replaced;		/* the maker has become another program */
	struct process *maker;	/* NULL: revoked, replaced, or as_caller */
	struct list maker_link; /* in maker->grants, or alone */
};

static struct slab_cache grant_cache =
    SLAB_CACHE_INIT(grant_cache, "grant", struct grant);

static bool set_has(const struct fl_call_set *set, uint32_t offset)
{
	uint32_t group = offset >> PAGE_SHIFT, slot = (offset & PAGE_MASK) / 4;

	return group < FL_CALL_GROUPS && slot / 32 < FL_CALL_WORDS &&
	       set->slots[group][slot / 32] >> slot % 32 & 1;
}

static void revoke(struct grant *f)
{
	KASSERT(f->maker || list_empty(&f->maker_link));
	f->maker = NULL;
	list_remove(&f->maker_link);
}

/* The maker ends: no new call may act as it.  Those under way go on. */
static void grants_revoke(struct process *maker)
{
	list_for_each_safe (link, &maker->grants) {
		revoke(list_entry(link, struct grant, maker_link));
		arch_poll_interrupts();
	}
	list_for_each_safe (link, &maker->lent)
		list_remove(link);
}

/*
 * A call that is under way through a grant, and the subject it acts with.  If
 * the maker becomes another program meanwhile, the call loses the maker's
 * descriptors, and goes on in place, a copy of the maker's root and working
 * directory.
 */
struct loan {
	struct subject subject;
	struct fs_context place;
	struct list link; /* in maker->lent; alone if that has ended */
};

static struct loan *lend(struct process *maker)
{
	struct loan *l = kmalloc_raw(sizeof(*l));

	if (!l)
		return NULL;
	l->subject = maker->subject;
	files_hold(l->subject.files);
	fs_hold(l->subject.fs);
	list_push_back(&maker->lent, &l->link);
	return l;
}

/* Gives up the root and the working directory of a loan. */
static void leave_place(struct loan *l)
{
	if (l->subject.fs != &l->place) {
		fs_release(l->subject.fs);
		return;
	}
	vnode_release(l->place.root);
	vnode_release(l->place.cwd);
}

static void give_back(struct loan *l)
{
	list_remove(&l->link);
	files_release(l->subject.files);
	leave_place(l);
	kfree(l);
}

/*
 * The maker becomes another program, whose descriptors and place are its own.
 */
static void cut_off(struct loan *l)
{
	const struct fs_context *fs = l->subject.fs;

	l->place = (struct fs_context){ 1, vnode_hold(fs->root),
					vnode_hold(fs->cwd), fs->umask };
	fs_release(l->subject.fs);
	l->subject.fs = &l->place;
	files_release(l->subject.files);
	l->subject.files = files_hold(&files_none);
	l->subject.limits[RLIMIT_NOFILE].rlim_cur = 0;
	list_remove(&l->link);
}

/* Makes the call as the maker.  -ENOMEM, or its result. */
static long long handle_as(struct process *maker, const struct call_entry *e)
{
	struct subject *own = current->subject;
	struct loan *l = lend(maker);
	long long result;

	if (!l)
		return -ENOMEM;
	current->subject = &l->subject;
	result = call_handle(e, current->page->arg);
	KASSERT(current->subject == &l->subject);
	current->subject = own;
	give_back(l);
	return result;
}

static long long handle(struct grant *f, const struct call_entry *e)
{
	if (f->as_caller)
		return call_handle(e, current->page->arg);
	return f->maker ? handle_as(f->maker, e) : -EPERM;
}

/*
 * Writing the first record may wait, and the grant may be revoked meanwhile.
 * So handle() looks at the maker only after that.
 */
static __attribute__((noinline)) long long handle_traced(
    struct grant *f, const struct call_entry *e, uint32_t offset)
{
	struct call_snapshot s;
	long long result;

	trace_before(e, offset, current->page->arg, &s);
	result = handle(f, e);
	trace_after(offset, &s, result);
	return result;
}

/* Results as of call_run(); -EIO: the grant was revoked. */
static int grant_run(struct grant *f, uint32_t offset, uint32_t *value)
{
	const struct call_entry *e = call_find(offset);

	if (!f->as_caller && !f->maker && !f->replaced)
		return -EIO;
	if (!set_has(&f->set, offset) || !e || f->replaced)
		return call_refuse(offset, EPERM, value);
	return call_finish_wide(current->process->trace
				    ? handle_traced(f, e, offset)
				    : handle(f, e),
				value);
}

static int grant_load(struct object *w, const struct access *a, void *data)
{
	may_wait();
	uint32_t value;
	int error;

	if (a->offset % 4 != 0)
		return -ENXIO;
	error =
	    grant_run(container_of(w, struct grant, window), a->offset, &value);
	if (error == 0)
		memcpy(data, &value, a->width);
	return error;
}

static int grant_store(struct object *w, const struct access *a,
		       const void *data)
{
	may_wait();
	uint32_t value = 0;
	int error;

	memcpy(&value, data, a->width);
	current->page->arg[0] = value;
	error =
	    grant_load(w, &(struct access){ a->offset, 4, 1, false }, &value);
	if (error == 0)
		current->page->result = value;
	return error;
}

static void grant_release_window(struct object *w)
{
	struct grant *f = container_of(w, struct grant, window);

	revoke(f);
	slab_free(&grant_cache, f);
}

static const struct object_ops window_ops = {
	.name = "frame",
	.load = grant_load,
	.store = grant_store,
	.release = grant_release_window,
};

/* --- The ends. --- */

static int client_window(struct file *file, uint32_t first, uint32_t count,
			 struct object **w)
{
	struct grant *f = file->object;

	if (first >= FL_CALL_GROUPS || count > FL_CALL_GROUPS - first)
		return -ENXIO;
	*w = object_hold(&f->window);
	return 0;
}

static void client_close(struct file *file)
{
	struct grant *f = file->object;

	if (f)
		object_release(&f->window);
}

static void maker_close(struct file *file)
{
	struct grant *f = file->object;

	if (!f)
		return;
	revoke(f);
	object_release(&f->window);
}

static const struct file_ops maker_ops = {
	.release = maker_close,
};

static const struct file_ops client_ops = {
	.memory = client_window,
	.release = client_close,
};

/* --- Making one. --- */

bool call_is_open(uint32_t offset)
{
	struct space *s = current->process->space;
	const struct grant *f;
	struct window_place at;

	if (!(s->closed & CLOSED_GROUP(offset >> PAGE_SHIFT)))
		return true;
	if (!window_find(s, FL_CALL_PAGES + offset, &at) ||
	    at.window->ops != &window_ops)
		return false;
	f = container_of(at.window, struct grant, window);
	/* Mapped in the place of another page, a grant has other calls. */
	return f->as_caller && at.offset == offset && at.prot & PROT_READ &&
	       set_has(&f->set, offset);
}

/*
 * May the running process grant these calls?  Returns 0; -EPERM: one is closed
 * to it; -EINVAL: one does not exist, or cannot act for others.
 */
static int check_set(const struct fl_call_set *set, bool as_caller)
{
	for (uint32_t group = 0; group < FL_CALL_GROUPS; group++) {
		for (uint32_t slot = 0; slot < FL_CALL_WORDS * 32; slot++) {
			uint32_t offset = group * PAGE_SIZE + slot * 4;
			const struct call_entry *e;

			if (!set_has(set, offset))
				continue;
			e = call_find(offset);
			if (!e || (!as_caller && !(e->flags & CALL_FRAME)))
				return -EINVAL;
			if (!call_is_open(offset))
				return -EPERM;
		}
	}
	return 0;
}

/* Makes a grant with a reference for each of its two ends.  NULL: no memory. */
static struct grant *grant_create(const struct fl_call_set *set, bool as_caller)
{
	struct grant *f = slab_alloc_raw(&grant_cache);

	if (!f)
		return NULL;
	*f = (struct grant){ .set = *set, .as_caller = as_caller };
	object_init(&f->window, &window_ops); /* the client's end */
	object_hold(&f->window);	      /* the maker's */
	list_init(&f->maker_link);
	if (!as_caller) {
		f->maker = process_current();
		list_push_back(&f->maker->grants, &f->maker_link);
	}
	return f;
}

long sys_frame_create(struct uaddr calls, uint32_t flags, struct uaddr pair)
{
	bool as_caller = flags & FL_FRAME_CALLER;
	struct fl_call_set set;
	struct file *ends[2];
	struct grant *f;
	int error;

	if (flags & ~(uint32_t)FL_FRAME_CALLER)
		return -EINVAL;
	if (copy_from_user(&set, calls, sizeof(set)) != 0)
		return -EFAULT;
	error = check_set(&set, as_caller);
	if (error)
		return error;
	f = grant_create(&set, as_caller);
	ends[0] = file_alloc(&maker_ops, O_RDWR);
	ends[1] = file_alloc(&client_ops, O_RDWR);
	if (!f || !ends[0] || !ends[1]) {
		file_release(ends[0]);
		file_release(ends[1]);
		if (f)
			grant_release_window(&f->window);
		return -ENFILE;
	}
	ends[0]->object = f;
	ends[1]->object = f;
	return fd_install_pair(ends, pair, false);
}

/*
 * The new program has not granted its calls to anybody, and may run with
 * another user's credentials.  So calls through the grants fail with EPERM from
 * now on.
 */
static void grants_exec(struct process *p, bool secure)
{
	(void)secure;
	list_for_each_safe (link, &p->grants) {
		struct grant *f = list_entry(link, struct grant, maker_link);

		KASSERT(f->maker == p && !f->as_caller);
		f->replaced = true;
		revoke(f);
		arch_poll_interrupts();
	}
	list_for_each_safe (link, &p->lent) {
		cut_off(list_entry(link, struct loan, link));
		arch_poll_interrupts();
	}
}

LIFECYCLE_HOOK(FRAMES, .exec = grants_exec, .exit = grants_revoke);
