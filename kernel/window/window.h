/* SPDX-License-Identifier: MIT */
/*
 * Windows are ranges of a program's pages whose loads and stores the kernel
 * answers.  A program has no other way to ask the kernel for anything.
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
 * 4 or 8), one after another, within one page.  For a window whose ops->data is
 * false, count is 1 and width at most 4.
 */
struct access {
	uint32_t offset; /* in the window */
	uint32_t width;
	uint32_t count;
	bool final; /* it cannot be repeated: -ERESTART is no answer */
};

/* The bytes of all elements together. */
static inline uint32_t access_size(const struct access *a)
{
	return a->width * a->count;
}

/*
 * The running thread's accesses to a window lie between these two.  They hold
 * the window, since the access itself or another thread may unmap it.  If the
 * thread ends in between, its end releases the window.
 */
void window_begin(struct object *w);
void window_end(void);

/*
 * Call the window's load or store, between window_begin() and window_end(). The
 * results are those of struct object_ops.  Both may wait.
 */
int window_load(struct object *w, const struct access *a, void *data);
int window_store(struct object *w, const struct access *a, const void *data);

/* Where an address lies: in which window, and how many bytes from its start. */
struct window_place {
	struct object *window;
	uint32_t offset;
	uint8_t prot; /* PROT_READ: may load; PROT_WRITE: may store */
};

/* Sets *at to the place of address, which r shows. */
void window_place(const struct region *r, uint32_t address,
		  struct window_place *at);

/*
 * Finds the window at an address of a space.  Returns false if there is none;
 * *at then means nothing.  It is not held.
 */
bool window_find(struct space *s, uint32_t address, struct window_place *at);

/*
 * For stores that ask for something and may fail.  Sets RESULT of the thread
 * page to 0 or -1, and ERRNO if error, which is 0 or -errno, is not 0.  Returns
 * 0, the answer to the store itself.
 */
int window_answer(int error);

extern struct object call_window;    /* call/call.c */
extern struct object page_window;    /* pages.c */
extern struct object process_window; /* processes.c */

#endif
