/* SPDX-License-Identifier: MIT */
/* Finding the window at an address, and holding it during accesses. */
#include "window/window.h"
#include "lib/assert.h"
#include "mm/space.h"
#include "proc/lifecycle.h"
#include "proc/thread.h"
#include "proc/wait.h"
#include <faultline/layout.h>
#include <faultline/mman.h>

/* The windows that every process has, unless it gave them up. */
static const struct {
	struct window *window;
	uint32_t start, end;
	uint32_t closed; /* its bit in space->closed, or 0 */
} fixed[] = {
	{ &call_window, FL_CALL_PAGES, FL_CALL_PAGES_END, 0 },
	{ &page_window, FL_PAGE_TABLE_WINDOW, FL_PAGE_TABLE_WINDOW_END,
	  CLOSED_PAGE_TABLE },
	{ &process_window, FL_PROCESS_WINDOW, FL_PROCESS_WINDOW_END,
	  CLOSED_PROCESSES },
};

bool window_find(struct space *s, uint32_t address, struct window_place *at)
{
	struct region *r = space_find(s, address);

	if (r) {
		at->window = r->window;
		at->offset = (r->file_page << PAGE_SHIFT) + address - r->start;
		at->prot = r->prot;
		return r->window;
	}
	for (unsigned i = 0; i < ARRAY_SIZE(fixed); i++) {
		if (address < fixed[i].start || address >= fixed[i].end ||
		    s->closed & fixed[i].closed)
			continue;
		at->window = fixed[i].window;
		at->offset = address - fixed[i].start;
		at->prot = PROT_READ | PROT_WRITE;
		return true;
	}
	return false;
}

/*
 * Releases the window that a thread accesses, if any.  A thread may end in the
 * middle of an access, since the access may be a call.
 */
static void let_go(struct thread *t)
{
	struct window *w = t->answering;

	t->answering = NULL;
	if (w)
		window_release(w);
}

void window_begin(struct window *w)
{
	KASSERT(!current->answering);
	current->answering = window_hold(w);
}

void window_end(void)
{
	let_go(current);
}

int window_load(struct window *w, const struct access *a, void *data)
{
	may_wait();
	KASSERT(current->answering == w);
	return w->ops->load(w, a, data);
}

int window_store(struct window *w, const struct access *a, const void *data)
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
