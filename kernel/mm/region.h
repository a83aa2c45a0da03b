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
	REGION_SHARED = 1, /* writes go to the object; else copied on write */
	REGION_STACK = 2,  /* grows down to its limit */
	REGION_LOCKED = 4, /* mlock(): its pages are all there */
};

/*
 * Pages [start, end) of an address space that are alike, and show a range of a
 * memory object: its pages, or its answers.
 */
struct region {
	struct tree_node node; /* its value: free bytes below, for mmap() */
	uint32_t start, end;
	uint8_t prot;	       /* PROT_* */
	uint8_t max_prot;      /* mprotect() can give no more */
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

/* The neighbours in the space, or NULL. */
static inline struct region *region_of(struct tree_node *n)
{
	return n ? container_of(n, struct region, node) : NULL;
}

static inline struct region *region_next(const struct region *r)
{
	return region_of(tree_step(&r->node, TREE_AFTER));
}

static inline struct region *region_before(const struct region *r)
{
	return region_of(tree_step(&r->node, TREE_BEFORE));
}

/*
 * A region of s, not yet in its tree, that is as this part of another would
 * be, with its own references; NULL: out of memory.
 */
struct region *region_create(struct space *s, const struct region *like,
			     uint32_t start, uint32_t end);
/* It must be in no tree. */
void region_destroy(struct region *r);

/* Between two neighbours, of which either may be NULL. */
void region_insert(struct space *s, struct region *low, struct region *high,
		   struct region *r);
/* In two at address: the upper one; NULL: out of memory, nothing is changed. */
struct region *region_split(struct space *s, struct region *r,
			    uint32_t address);
void region_remove(struct space *s, struct region *r);
/* Without reaching its neighbours. */
void region_resize(struct space *s, struct region *r, uint32_t start,
		   uint32_t end);

/* mmap() chooses from what lies below top.  Takes a step for each region. */
void region_set_hole_top(struct space *s, uint32_t top);
/*
 * The highest free range of so many bytes: its start and the first region
 * above it, or 0 if there is none.
 */
uint32_t region_hole(struct space *s, uint32_t length, struct region **above);

#endif
