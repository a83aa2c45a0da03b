/* SPDX-License-Identifier: MIT */
/*
 * Windows are ranges of a program's pages whose loads and stores the kernel
 * answers.  A program has no other way to ask the kernel for anything.
 *
 * The windows of every process (calls, page table, processes) lie at fixed
 * addresses.  Any other window is mapped by a region of an address space.
 */
#ifndef KERNEL_WINDOW_WINDOW_H
#define KERNEL_WINDOW_WINDOW_H

#include "lib/assert.h"
#include "lib/types.h"

struct space;
struct window;

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
 * What a type of windows does.  load fills data with access_size() bytes, and
 * store is given them.  Both return
 *
 *	0		done
 *	-ERESTART	the instruction is to be executed again
 *	-ECALLDONE	the program's registers are set already
 *	-EINVAL		SIGILL: the window does not carry out such an access
 *	-ENXIO		SIGBUS: it is misaligned, or not of whole elements
 *	-EIO		SIGBUS: nobody answers
 *	other errors	SIGSEGV: it is not allowed
 *
 * Both may wait; release does not.
 */
struct window_ops {
	const char *name;
	bool data; /* any instruction may access it, in portions of any size */
	int (*load)(struct window *w, const struct access *a, void *data);
	int (*store)(struct window *w, const struct access *a,
		     const void *data);
	void (*release)(struct window *w); /* after the last one */
};

struct window {
	const struct window_ops *ops;
	uint32_t references; /* mappings and open files */
};

/* Takes a reference. */
static inline struct window *window_hold(struct window *w)
{
	KASSERT(w->references > 0);
	w->references++;
	return w;
}

/* Gives a reference up; the last one ends the window. */
static inline void window_release(struct window *w)
{
	KASSERT(w->references > 0);
	if (--w->references == 0)
		w->ops->release(w);
}

/*
 * The running thread's accesses to a window lie between these two.  They hold
 * the window, since the access itself or another thread may unmap it.  If the
 * thread ends in between, its end releases the window.
 */
void window_begin(struct window *w);
void window_end(void);

/*
 * Call the window's load or store, between window_begin() and window_end(). The
 * results are those of struct window_ops.  Both may wait.
 */
int window_load(struct window *w, const struct access *a, void *data);
int window_store(struct window *w, const struct access *a, const void *data);

/* Where an address lies: in which window, and how many bytes from its start. */
struct window_place {
	struct window *window;
	uint32_t offset;
	uint8_t prot; /* PROT_READ: may load; PROT_WRITE: may store */
};

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

extern struct window call_window;    /* call/call.c */
extern struct window page_window;    /* pages.c */
extern struct window process_window; /* processes.c */

#endif
