/* SPDX-License-Identifier: MIT */
/*
 * Windows: ranges of a program's pages whose loads and stores the kernel
 * answers.  There is no other way to ask it for anything.
 *
 * A window is a memory object that has answers instead of pages (mm/object.h).
 * Those of every process (calls, page table, processes) lie at fixed places;
 * others are mapped, as files are.
 */
#ifndef KERNEL_WINDOW_WINDOW_H
#define KERNEL_WINDOW_WINDOW_H

#include "lib/types.h"
#include "mm/object.h"

struct region;
struct space;

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
 * The running thread's accesses to a window lie between these two: it is held
 * meanwhile, since the access itself, or another thread, may unmap it.  If the
 * thread ends in between, or becomes another program, the window is let go.
 */
void window_begin(struct object *w);
void window_end(void);

/* May wait; see struct object_ops for the results. */
int window_load(struct object *w, const struct access *a, void *data);
int window_store(struct object *w, const struct access *a, const void *data);

/* Where an address lies: in which window, how far from its start. */
struct window_place {
	struct object *window;
	uint32_t offset;
	uint8_t prot; /* PROT_READ: loads are answered; PROT_WRITE: stores */
};

/* The place of address, which r shows. */
void window_place(const struct region *r, uint32_t address,
		  struct window_place *at);

/* False: there is no window at address in s. */
bool window_find(struct space *s, uint32_t address, struct window_place *at);

/*
 * For stores that ask for something: 0, ERRNO and RESULT of the thread page
 * say how it went; error is 0 or -errno.
 */
int window_answer(int error);

extern struct object call_window;    /* call/call.c */
extern struct object page_window;    /* pages.c */
extern struct object process_window; /* processes.c */

#endif
