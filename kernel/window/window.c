/* SPDX-License-Identifier: MIT */
/* Finding the window at an address, and holding it during accesses. */
#include "window/window.h"
#include "call/call.h"
#include "mm/layout.h"
#include "mm/object.h"
#include "mm/space.h"
#include "proc/lifecycle.h"
#include "proc/thread.h"
#include "proc/wait.h"
#include <faultline/layout.h>
#include <faultline/mman.h>

#define COMMON(window, from, to)                        \
	.region = { .start = (from),                    \
		    .end = (to),                        \
		    .prot = PROT_READ | PROT_WRITE,     \
		    .max_prot = PROT_READ | PROT_WRITE, \
		    .object = &(window) }

/* By address. */
struct common_window common_windows[] = {
	{ COMMON(page_window, FL_PAGE_TABLE_WINDOW, FL_PAGE_TABLE_WINDOW_END),
	  .closed = CLOSED_PAGE_TABLE },
	{ COMMON(process_window, FL_PROCESS_WINDOW, FL_PROCESS_WINDOW_END),
	  .closed = CLOSED_PROCESSES },
	{ COMMON(call_window, FL_CALL_PAGES, FL_CALL_PAGES_END),
	  .closed = CLOSED_GROUP(0), .pages = CALL_GROUPS },
	{ .region.object = NULL },
};

void window_place(const struct region *r, uint32_t address,
		  struct window_place *at)
{
	KASSERT(r->start <= address && address < r->end);
	at->window = r->object;
	at->offset = (r->index << PAGE_SHIFT) + address - r->start;
	at->prot = r->prot;
}

bool window_find(struct space *s, uint32_t address, struct window_place *at)
{
	const struct region *r = space_lookup(s, address);

	if (!r || !object_is_window(r->object))
		return false;
	window_place(r, address, at);
	return true;
}

/*
 * Releases the window that a thread accesses, if any.  A thread may end in the
 * middle of an access, since the access may be a call.
 */
static void let_go(struct thread *t)
{
	struct object *w = t->answering;

	t->answering = NULL;
	if (w)
		object_release(w);
}

void window_begin(struct object *w)
{
	KASSERT(!current->answering);
	current->answering = object_hold(w);
}

void window_end(void)
{
	let_go(current);
}

int window_load(struct object *w, const struct access *a, void *data)
{
	may_wait();
	KASSERT(current->answering == w);
	return w->ops->load(w, a, data);
}

int window_store(struct object *w, const struct access *a, const void *data)
{
	may_wait();
	KASSERT(current->answering == w);
	return w->ops->store(w, a, data);
}

int window_answer(int error)
{
	struct fl_thread_page *page = current->page;

	page->result = error ? UINT32_MAX : 0;
	if (error)
		page->errnum = (unsigned)-error;
	return 0;
}

LIFECYCLE_HOOK(WINDOWS, .thread_exit = let_go);
