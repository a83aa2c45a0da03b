/* SPDX-License-Identifier: MIT */
/* Regions of memory, in the tree of their address space. */
#ifndef KERNEL_MM_REGION_H
#define KERNEL_MM_REGION_H

#include "lib/list.h"
#include "lib/tree.h"
#include "lib/types.h"

struct object;
struct space;

enum region_flag {
	REGION_SHARED = 1, /* stores change the object; else copy on write */
	REGION_STACK = 2,  /* grows down to its limit */
	REGION_LOCKED = 4, /* mlock(): its pages were made present */
};

/*
 * A region is a range [start, end) of whole pages that are alike, and shows a
 * range of a memory object: its pages, which come into being at their first
 * use, or its answers.
 */
struct region {
	struct tree_node node; /* its value: the free bytes below, for mmap() */
	uint32_t start, end;
	uint8_t prot;	       /* PROT_* */
	uint8_t max_prot;      /* mprotect() gives no more */
	uint8_t flags;	       /* enum region_flag */
	struct object *object; /* held */
	uint32_t index;	       /* page of the object that start shows */
	struct space *space;
	struct list object_link; /* of all regions that show the object */
};

/* Returns the object's page that address shows, by its index. */
static inline uint32_t region_index(const struct region *r, uint32_t address)
{
	return r->index + ((address - r->start) >> PAGE_SHIFT);
}

/* The region whose tree node is n, or NULL. */
static inline struct region *region_of(struct tree_node *n)
{
	return n ? container_of(n, struct region, node) : NULL;
}

/* The next higher or lower region of the space, or NULL. */
static inline struct region *region_next(const struct region *r)
{
	return region_of(tree_step(&r->node, TREE_AFTER));
}

static inline struct region *region_before(const struct region *r)
{
	return region_of(tree_step(&r->node, TREE_BEFORE));
}

/*
 * Makes a region [start, end) of s, which is not in its tree yet.  It is like
 * that part of another region, which may be of another space, and takes its own
 * references to the vnode and the window.  NULL: out of memory.
 */
struct region *region_create(struct space *s, const struct region *like,
			     uint32_t start, uint32_t end);
/* Releases what a region refers to, and frees it.  It must be in no tree. */
void region_destroy(struct region *r);

/* Inserts r between its neighbours, each of which may be NULL. */
void region_insert(struct space *s, struct region *low, struct region *high,
		   struct region *r);
/*
 * Cuts r in two at address, a page within it, and returns the upper part.
 * NULL: out of memory, and r is as before.
 */
struct region *region_split(struct space *s, struct region *r,
			    uint32_t address);
/* Takes r out of its tree. */
void region_remove(struct space *s, struct region *r);
/*
 * Sets the ends of r, which must not overlap its neighbours.  The caller sets
 * r->file_page if the start moves.
 */
void region_resize(struct space *s, struct region *r, uint32_t start,
		   uint32_t end);

/*
 * Sets the end of the range from which mmap() chooses, a whole page.  Its time
 * is proportional to the number of regions, and interrupts are let in.
 */
void region_set_hole_top(struct space *s, uint32_t top);
/*
 * Finds length free bytes for mmap() and returns their start.  They lie as high
 * as they can right below a region; where no such range is large enough, they
 * lie below the top, above all regions.  *above is the region above them, or
 * NULL.  0: there is no such range.
 */
uint32_t region_hole(struct space *s, uint32_t length, struct region **above);

#endif
