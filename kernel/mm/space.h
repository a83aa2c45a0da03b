/* SPDX-License-Identifier: MIT */
/* Address spaces: regions of memory, and what happens when they are used. */
#ifndef KERNEL_MM_SPACE_H
#define KERNEL_MM_SPACE_H

#include "lib/types.h"
#include "mm/region.h"

struct object;
struct page_tables;

/*
 * An address space.  Its regions are a tree sorted by address, without
 * overlaps.
 */
struct space {
	uint32_t references; /* threads' processes: more than one after vfork */
	struct page_tables *tables;
	struct tree regions;
	uint32_t region_count;
	struct region *found; /* by space_find() the last time, or NULL */
	uint32_t heap_start, heap_end; /* brk(): bytes */
	uint32_t stack_limit;	       /* the stack grows to so many bytes */
	uint32_t hole_top;	       /* mmap() chooses from what is below */
	uint32_t stack_top, hole_gap;  /* chosen by space_place() */
	uint32_t resident;	       /* pages mapped */
	uint32_t total;		       /* pages in regions */
	bool lock_future;	       /* mlockall(): what comes is locked */
	uint32_t closed;     /* what was unmapped of the windows all have */
	uint32_t door_limit; /* of its calls, those that go the short way */
};

/*
 * Bits of space->closed.  They are inherited by fork() and exec() and never
 * cleared: what a process gave up it never gets back.
 */
#define CLOSED_GROUP(group) (1u << (group)) /* a call page */
#define CLOSED_PAGE_TABLE   (1u << 30)
#define CLOSED_PROCESSES    (1u << 31)

/* What a mapping may allow at most. */
#define PROT_ALL (PROT_READ | PROT_WRITE | PROT_EXEC)

enum space_access { SPACE_READ, SPACE_WRITE };

/* NULL: out of memory. */
struct space *space_create(void);
/*
 * A copy that shares pages until they are written; NULL: out of memory.  May
 * wait.
 */
struct space *space_fork(struct space *from);
static inline void space_hold(struct space *s)
{
	s->references++;
}
void space_release(struct space *s); /* may wait */
/*
 * How far the stack may grow, in bytes, but never beyond STACK_MOST
 * (mm/layout.h): mmap()
 * keeps away from that.
 */
void space_set_stack_limit(struct space *s, uint64_t limit);
/*
 * Where the stack ends, and how many bytes below the lowest place for it the
 * mappings begin that mmap() chooses; both whole pages.
 */
void space_place(struct space *s, uint32_t stack_top, uint32_t hole_gap);

/*
 * A window that all spaces have at the same place until they give it up.  It is
 * a region of all of them, and in the tree of none; a region in a space's tree
 * takes its place.  window/window.c has the list, which ends with one whose
 * object is NULL.
 */
struct common_window {
	struct region region;
	uint32_t closed; /* the bit that says that a space gave it up, or */
	uint32_t
	    pages; /* of so many of its pages, each has its own from it on */
};
extern struct common_window common_windows[];

/*
 * The region that shows something at address in s, or NULL, for an access that
 * faulted.  stack_pointer is the program's: if the access explains it, the
 * stack grows.
 */
struct region *space_lookup_fault(struct space *s, uint32_t address,
				  uint32_t stack_pointer);

/*
 * Provides the page at address, which r shows, to the running process.  0;
 * -EACCES: the access is not allowed; -ENXIO: beyond the object's end;
 * -ENOMEM.  r must have pages.
 */
int space_fault(struct region *r, uint32_t address, enum space_access access);
/*
 * The same for the kernel's own access to any address, which may have the last
 * frames.  -EFAULT: there is nothing, or a window.
 */
int space_fault_in_call(uint32_t address, enum space_access access,
			uint32_t stack_pointer);

/*
 * What space_map() maps: length bytes (whole pages).  where 0 and not fixed:
 * anywhere.  A fixed mapping replaces what is there; only a window may lie
 * among the windows that all spaces have.
 */
struct mapping {
	uint32_t where, length;
	bool fixed;
	uint8_t prot, max_prot, flags;
	struct object *object; /* the region takes its own reference */
	uint32_t index;	       /* page of the object that comes first */
};
/* 0 and the address, or -ENOMEM. */
int space_map(struct space *s, const struct mapping *m, uint32_t *where);
int space_unmap(struct space *s, uint32_t start, uint32_t length);
int space_protect(struct space *s, uint32_t start, uint32_t length,
		  uint8_t prot);
/* May every page of the range have prot?  0, -ENOMEM, -EACCES. */
int space_check_protect(struct space *s, uint32_t start, uint32_t length,
			uint8_t prot);
/*
 * For what treats a part of a region otherwise: cuts regions so that none
 * crosses start or end, and *first is the first of those inside; and makes
 * one again of regions that are alike, from the one before first up to end.
 */
int space_isolate(struct space *s, uint32_t start, uint32_t end,
		  struct region **first);
void space_join(struct space *s, struct region *first, uint32_t end);

/*
 * 0 or -ENOMEM: something is not mapped, or cannot be made present.  Windows
 * are passed over: they have no pages.  Both may wait.
 */
int space_lock(struct space *s, uint32_t start, uint32_t length, bool lock);
int space_lock_all(struct space *s, bool lock);
/* May so many pages be locked?  0, -EPERM or -ENOMEM. */
int space_check_lock_limit(uint32_t pages);
int space_brk(struct space *s, uint32_t end);

/* Does RLIMIT_AS leave the running process so many pages more? */
bool space_within_limit(uint32_t pages);

/*
 * Makes pages present ahead of their use (exec, mlock, MAP_POPULATE), as far
 * as they can be: 0, or -ENOMEM where memory ran out.  May wait, and gives up
 * where a signal ends the process.
 */
int space_populate(struct space *s, uint32_t start, uint32_t end);

/* The region of s that holds address, or NULL; space_find_anew() is a part. */
struct region *space_find_anew(struct space *s, uint32_t address);
static inline struct region *space_find(struct space *s, uint32_t address)
{
	struct region *r = s->found;

	if (r && r->start <= address && address < r->end)
		return r;
	return space_find_anew(s, address);
}

/* The same, or the window that lies there in all spaces; NULL: nothing does. */
struct region *space_find_common(const struct space *s, uint32_t address);
static inline struct region *space_lookup(struct space *s, uint32_t address)
{
	struct region *r = space_find(s, address);

	return r ? r : space_find_common(s, address);
}
/* The first that ends above address, or NULL. */
struct region *space_find_from(const struct space *s, uint32_t address);

/*
 * exec(): what was given up, and windows in place of calls, stay so.
 * May wait.
 */
int space_inherit_windows(struct space *to, const struct space *from);

/*
 * Moves count pages to another place, where what was there is unmapped.  0,
 * -ENOMEM, or -EINVAL: a window's, or nowhere where pages can be.
 */
int space_move(struct space *s, uint32_t from, uint32_t to, uint32_t count);

/* o lost the pages from index on: no region may show them. */
void space_unmap_from(struct object *o, uint32_t index);
/* One page of o was replaced by another frame. */
void space_unmap_page(struct object *o, uint32_t index);

#endif
