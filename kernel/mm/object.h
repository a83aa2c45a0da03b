/* SPDX-License-Identifier: MIT */
/*
 * Memory objects: what the regions of address spaces show.
 *
 * A region shows a range of one object.  An object has pages, or it has
 * answers: then it is a window, and the kernel, or a program, answers each load
 * and store of it.  mm/ knows nothing else of what is behind an object.
 *
 *	kind		its pages			defined in
 *	private memory	zeros, new for each region	mm/anonymous.c
 *	shared memory	kept as long as it is shown	mm/anonymous.c,
 *ipc/shm.c a file's	kept, of its file system	fs/vnode_io.c a window
 *none: loads and stores answer	window/, call/, dev/
 */
#ifndef KERNEL_MM_OBJECT_H
#define KERNEL_MM_OBJECT_H

#include "lib/assert.h"
#include "lib/list.h"
#include "mm/frame.h"

struct access;
struct object;

struct page_request {
	uint32_t index; /* of the page, counted from the object's start */
	bool write;	/* it will be changed, and everybody shall see that */
	bool last; /* for the kernel's own access: may have the last frames */
};

/* What a kind of object can do.  load and store may wait, the others do not. */
struct object_ops {
	const char *name;
	/*
	 * Hands out a page, with a reference for the caller.  0; -ENXIO: the
	 * object does not reach so far; -ENOMEM.  NULL: it has answers.
	 */
	int (*page)(struct object *o, const struct page_request *q,
		    struct frame **f);
	bool fresh; /* each page handed out is a new one that is not kept */

	/*
	 * Answer a load, into data, or a store of it.  0; -ERESTART: the
	 * program shall do it again; -ECALLDONE: its registers are set; or an
	 * error that becomes a signal: -EINVAL SIGILL, not carried out; -ENXIO
	 * SIGBUS, misaligned or not whole; -EIO SIGBUS, nobody answers; any
	 * other SIGSEGV, not allowed.
	 */
	int (*load)(struct object *o, const struct access *a, void *data);
	int (*store)(struct object *o, const struct access *a,
		     const void *data);
	bool data; /* it holds data: they may be taken in any portions */

	/* The last reference is gone. */
	void (*release)(struct object *o);
};

struct object {
	const struct object_ops *ops;
	uint32_t references;
	uint32_t writers;     /* regions through which it may be changed */
	struct list mappings; /* regions that show it */
	uint64_t size;	      /* in bytes, of one that keeps its pages */
	/* The pages that are kept: a radix tree, see object.c. */
	void *root;
	uint32_t height;
	uint32_t count; /* of them */
};

/* Initialises a static object that lives for ever. */
#define OBJECT_INIT(object, object_ops)                  \
	{                                                \
		.ops = (object_ops), .references = 1,    \
		.mappings = LIST_INIT((object).mappings) \
	}

/* What private memory without a file shows. */
extern struct object zero_object;

/* Makes o an object without pages, with one reference for the caller. */
void object_init(struct object *o, const struct object_ops *ops);

static inline struct object *object_hold(struct object *o)
{
	KASSERT(o->references > 0);
	o->references++;
	return o;
}

static inline void object_release(struct object *o)
{
	KASSERT(o->references > 0);
	if (--o->references == 0)
		o->ops->release(o);
}

/* Is o a window, which has answers and no pages? */
static inline bool object_is_window(const struct object *o)
{
	return !o->ops->page;
}

/*
 * The following are for objects that keep pages.  A page that is not there
 * reads as zeros.
 */

/* Returns the page at index, without a reference of its own, or NULL. */
struct frame *object_lookup(struct object *o, uint32_t index);

/*
 * Returns the page at index, which is made of zeros if it is missing, or NULL:
 * out of memory.  Without a reference of its own: o holds it until it is
 * removed.
 */
struct frame *object_get(struct object *o, uint32_t index);

/*
 * Takes over the caller's reference to f, also in the place of a page that
 * is there, which is then unmapped everywhere.  0 or -ENOMEM.
 */
int object_insert(struct object *o, uint32_t index, struct frame *f);

/*
 * Cuts o to size bytes: unmaps and removes the pages beyond it and clears the
 * tail of the last one.  Growing only sets the size.
 */
void object_resize(struct object *o, uint64_t size);

/* Removes all pages; no region may show o any more. */
void object_clear(struct object *o);

/* The page operation of objects that just keep them. */
int object_kept_page(struct object *o, const struct page_request *q,
		     struct frame **f);

/*
 * Returns an object of size bytes that shared memory without a name shows, with
 * one reference, or NULL: out of memory.
 */
struct object *object_create_shared(uint64_t size);

/* Returns how many pages all objects keep. */
uint32_t object_pages(void);

#endif
