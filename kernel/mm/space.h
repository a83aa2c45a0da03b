/* SPDX-License-Identifier: MIT */
/* Address spaces: regions of memory, and what happens when they are used. */
#ifndef KERNEL_MM_SPACE_H
#define KERNEL_MM_SPACE_H

#include "lib/list.h"
#include "lib/lock.h"
#include "lib/types.h"

struct access;
struct file;
struct page_cache;
struct page_tables;
struct vnode;
struct window;

enum region_flag {
	REGION_SHARED = 1, /* writes go to the file; else copied on write */
	REGION_STACK = 2,  /* grows down to its limit */
};

/*
 * Pages [start, end) that are alike.  What a page holds when it is first
 * used comes from the file, if there is one, else it is zero.
 */
struct region {
	uint32_t start, end;
	uint8_t prot;		  /* PROT_* */
	uint8_t max_prot;	  /* mprotect() can give no more */
	uint8_t flags;		  /* enum region_flag */
	struct vnode *vnode;	  /* NULL: anonymous */
	struct page_cache *cache; /* the vnode's pages */
	uint32_t file_page;	  /* page of the file at start */
	struct space *space;
	struct list cache_link; /* of all mappings of the file */
};

/*
 * An address space.  Its regions are an array sorted by address, without
 * overlaps; lock protects them and the page tables.
 */
struct space {
	uint32_t references; /* threads' processes: more than one after vfork */
	struct page_tables *tables;
	struct spinlock lock;
	struct region **regions;
	uint32_t region_count, region_capacity;
	uint32_t heap_start, heap_end; /* brk(): bytes */
	uint32_t stack_limit;	       /* the stack grows to so many bytes */
	uint32_t resident;	       /* pages mapped */
	uint32_t total;		       /* pages in regions */
	uint32_t closed_groups;	       /* call pages that were unmapped */
};

enum space_access { SPACE_READ, SPACE_WRITE };

/* NULL: out of memory. */
struct space *space_create(void);
/* A copy that shares pages until they are written; NULL: out of memory. */
struct space *space_fork(struct space *from);
static inline void space_hold(struct space *s)
{
	s->references++;
}
void space_release(struct space *s);

/*
 * Provides the page at address in the running process, or says why not:
 * -EFAULT nothing is mapped, -EACCES not so, -ENXIO beyond the file's end,
 * -ENOMEM.  esp tells whether the stack may grow.
 */
int space_fault(uint32_t address, enum space_access access, uint32_t esp);

/*
 * Maps length bytes (whole pages).  where 0 and not fixed: anywhere.  A
 * fixed mapping replaces what is there.  Takes its own reference to vnode.
 * Returns the address or -errno in *error.
 */
struct mapping {
	uint32_t where, length;
	bool fixed;
	uint8_t prot, max_prot, flags;
	struct vnode *vnode;
	uint32_t file_page;
};
int space_map(struct space *s, const struct mapping *m, uint32_t *where);
int space_unmap(struct space *s, uint32_t start, uint32_t length);
int space_protect(struct space *s, uint32_t start, uint32_t length,
		  uint8_t prot);
int space_brk(struct space *s, uint32_t end);

/* Makes pages of a region present ahead of their use (exec, MAP_POPULATE). */
void space_populate(struct space *s, uint32_t start, uint32_t end);

/* The region that holds address, or NULL. */
struct region *space_find(struct space *s, uint32_t address);

/* The window at address and the offset in it, or NULL. */
const struct window *space_window(struct space *s, uint32_t address,
				  uint32_t *offset);

/* May the programs of this space use this group of calls? */
static inline bool space_may_call(const struct space *s, uint32_t group)
{
	return group >= 32 || !(s->closed_groups >> group & 1);
}

/* A file lost the pages from index on: no mapping may show them. */
void space_unmap_cache(struct page_cache *c, uint32_t index);
/* One page of a file was replaced by another frame. */
void space_unmap_cache_page(struct page_cache *c, uint32_t index);

#endif
