/* SPDX-License-Identifier: MIT */
/*
 * Windows: ranges of a program's pages whose loads and stores the kernel
 * answers.  There is no other way to ask it for anything.
 *
 * The windows of every process (calls, page table, processes) lie at fixed
 * places; others are what a region of an address space shows.
 */
#ifndef KERNEL_WINDOW_WINDOW_H
#define KERNEL_WINDOW_WINDOW_H

#include "lib/assert.h"
#include "lib/types.h"

struct space;
struct window;

/*
 * A load or store of the running thread: count elements of width bytes (1, 2,
 * 4 or 8), one after another, within one page.  Unless a window says that it
 * holds data, count is 1 and width at most 4.
 */
struct access {
	uint32_t offset; /* in the window */
	uint32_t width;
	uint32_t count;
	bool final; /* it cannot be done again: -ERESTART is no answer */
};

static inline uint32_t access_size(const struct access *a)
{
	return a->width * a->count;
}

/*
 * load fills data, store is given it.  Both return 0; -ERESTART: leave the
 * program where it is, to do it again; -ECALLDONE: its registers are set; or
 * an error that becomes a signal: -EINVAL SIGILL, not carried out; -ENXIO
 * SIGBUS, misaligned or not whole; -EIO SIGBUS, nobody answers; else SIGSEGV,
 * not allowed.  Both may wait; release does not.
 */
struct window_ops {
	const char *name;
	bool data; /* holds data: instructions may take it in any portions */
	int (*load)(struct window *w, const struct access *a, void *data);
	int (*store)(struct window *w, const struct access *a,
		     const void *data);
	void (*release)(struct window *w); /* the last reference is gone */
};

struct window {
	const struct window_ops *ops;
	uint32_t references; /* mappings and open files */
};

static inline struct window *window_hold(struct window *w)
{
	KASSERT(w->references > 0);
	w->references++;
	return w;
}

static inline void window_release(struct window *w)
{
	KASSERT(w->references > 0);
	if (--w->references == 0)
		w->ops->release(w);
}

/*
 * The running thread's accesses to a window lie between these two: it is held
 * meanwhile, since the access itself, or another thread, may unmap it.  If the
 * thread ends in between, or becomes another program, the window is let go.
 */
void window_begin(struct window *w);
void window_end(void);

/* May wait; see struct window_ops for the results. */
int window_load(struct window *w, const struct access *a, void *data);
int window_store(struct window *w, const struct access *a, const void *data);

/* Where an address lies: in which window, how far from its start. */
struct window_place {
	struct window *window;
	uint32_t offset;
	uint8_t prot; /* PROT_READ: loads are answered; PROT_WRITE: stores */
};

/* False: there is no window at address. */
bool window_find(struct space *s, uint32_t address, struct window_place *at);

/*
 * For stores that ask for something: 0, ERRNO and RESULT of the thread page
 * say how it went; error is 0 or -errno.
 */
int window_answer(int error);

extern struct window call_window;    /* call/call.c */
extern struct window page_window;    /* pages.c */
extern struct window process_window; /* processes.c */

#endif
