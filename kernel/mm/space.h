/* SPDX-License-Identifier: MIT */
/* Address spaces: their regions, how these change, and page faults. */
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
	uint32_t references; /* processes: two after vfork() */
	struct page_tables *tables;
	struct tree regions;
	uint32_t region_count;
	struct region *found;	       /* by space_find() last, or NULL */
	uint32_t heap_start, heap_end; /* brk(): addresses */
	uint32_t stack_limit;	       /* bytes; at most STACK_MOST */
	uint32_t hole_top;	       /* mmap() chooses places below */
	uint32_t stack_top, hole_gap;  /* see space_place() */
	uint32_t resident;	       /* pages present */
	uint32_t total;		       /* pages in regions */
	bool lock_future;	       /* mlockall(): mmap() locks */
	uint32_t closed;     /* CLOSED_*: which fixed windows were unmapped */
	uint32_t door_limit; /* see call/door.h */
};

/*
 * Bits of space->closed: the windows that every process has at first, and that
 * this one has unmapped.  They are inherited by fork() and exec() and never
 * cleared, so a process never gets back what it gave up.
 */
#define CLOSED_GROUP(group) (1u << (group)) /* a call page */
#define CLOSED_PAGE_TABLE   (1u << 30)
#define CLOSED_PROCESSES    (1u << 31)

/* All that a mapping can allow. */
#define PROT_ALL (PROT_READ | PROT_WRITE | PROT_EXEC)

enum space_access { SPACE_READ, SPACE_WRITE };

/* Makes an empty space with one reference.  NULL: out of memory. */
struct space *space_create(void);
/*
 * Makes a copy for fork().  It shares the pages, and those that are not of a
 * shared mapping only until they are written.  Locks are not inherited (POSIX,
 * mlock()).  NULL: out of memory.  May wait.
 */
struct space *space_fork(struct space *from);
/* Takes a reference. */
static inline void space_hold(struct space *s)
{
	s->references++;
}
/* Gives a reference up.  The last one unmaps and frees all.  May wait. */
void space_release(struct space *s);
/*
 * Sets how far the stack may grow, in bytes.  More than STACK_MOST
 * (mm/layout.h) counts as STACK_MOST.  mmap() chooses no place in that range.
 */
void space_set_stack_limit(struct space *s, uint64_t limit);
/*
 * Sets where the stack ends, and how many bytes lie free between the lowest
 * place to which it may grow and the mappings whose place mmap() chooses.  Both
 * are whole pages.
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
	uint32_t closed; /* the bit that says that a space gave it up */
	uint32_t pages;	 /* not 0: so many pages have bits of their own */
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
 * Makes the page at address, which r shows, present in the running process, and
 * fit for the access.  r must have pages.  0, or
 *
 *	-EACCES	the region does not allow the access
 *	-ENXIO	the page lies beyond the end of its object, or the object lacks
 *		it and may not have another (frames_for_files())
 *	-ENOMEM	there is no frame for a program
 */
int space_fault(struct region *r, uint32_t address, enum space_access access);
/*
 * The same for an access of the kernel to the program's memory, at any address.
 * -EFAULT: there is nothing, or a window.  It may have the last frames; where
 * there are none, a process is killed (oom_announce()).
 */
int space_fault_in_call(uint32_t address, enum space_access access,
			uint32_t stack_pointer);

/* What space_map() is asked for; the other members are as in struct region. */
struct mapping {
	uint32_t where, length; /* bytes, whole pages */
	bool fixed;		/* at where; else where is a hint */
	uint8_t prot, max_prot, flags;
	struct object *object; /* the region takes its own reference */
	uint32_t index;	       /* page of the object that comes first */
};
/*
 * Maps a range of an object, and sets *where to its address.  A fixed
 * mapping replaces what is there.  It must lie between MAPPING_START and
 * MAPPING_END, but a window may also lie above, where the windows of every
 * process are, and closes those.  The region takes its own reference
 * to the object.  0, or -ENOMEM: no such range, too many regions, or out of
 * memory; what a fixed mapping was to replace may then be unmapped.
 */
int space_map(struct space *s, const struct mapping *m, uint32_t *where);
/*
 * Unmaps length bytes (whole pages), and closes the windows of every process
 * that lie there.  0, or -ENOMEM: a region had to be cut in two, which takes
 * memory.
 */
int space_unmap(struct space *s, uint32_t start, uint32_t length);
/*
 * Sets what a range allows.  0; -ENOMEM: something is not mapped, or out of
 * memory; -EACCES: a mapping may not be given prot.
 */
int space_protect(struct space *s, uint32_t start, uint32_t length,
		  uint8_t prot);
/* Could space_protect() do so?  It changes nothing. */
int space_check_protect(struct space *s, uint32_t start, uint32_t length,
			uint8_t prot);
/*
 * These two are for changes to a part of a region.  space_isolate() cuts the
 * regions that cross start or end; *first is then the first region that ends
 * above start.  0 or -ENOMEM.  space_join() merges neighbours that are alike
 * again, from the one before first to the one that begins at end.
 */
int space_isolate(struct space *s, uint32_t start, uint32_t end,
		  struct region **first);
void space_join(struct space *s, struct region *first, uint32_t end);

/*
 * Lock or unlock the pages of a range (mlock()), or of the whole space.  Memory
 * is never paged out, so locking only makes pages present.  Windows have no
 * pages and are passed over.  0, or -ENOMEM: something is not mapped, or there
 * is no memory to make it present.  Both may wait.
 */
int space_lock(struct space *s, uint32_t start, uint32_t length, bool lock);
int space_lock_all(struct space *s, bool lock);
/*
 * May the running process have so many pages locked, of all together?  0;
 * -ENOMEM: RLIMIT_MEMLOCK is less; -EPERM: it is 0, and the process not the
 * superuser's.
 */
int space_check_lock_limit(uint32_t pages);
/*
 * Maps private memory of zeros over what is there, and locks it if mlockall()
 * asked for that.  0 or -ENOMEM, also for RLIMIT_MEMLOCK.  May wait.
 */
int space_map_zeros(struct space *s, uint32_t start, uint32_t length,
		    uint8_t prot);

/*
 * Moves the end of the heap to an address (brk()).  0, or -ENOMEM with the heap
 * as it was: there is something else, or out of memory.  May wait.
 */
int space_brk(struct space *s, uint32_t end);

/* Does RLIMIT_AS allow the running process so many pages more? */
bool space_within_limit(uint32_t pages);

/*
 * Makes the pages of [start, end) in the running process's space s present
 * ahead of their use (mlock(), MAP_POPULATE).  It leaves out those that nothing
 * or a window is mapped at, that allow nothing, or that lie beyond the end of
 * their file.  0, also if a signal that ends the process stopped it, or
 * -ENOMEM: memory ran out.  May wait.
 */
int space_populate(struct space *s, uint32_t start, uint32_t end);

/* The region that holds address, or NULL; space_find_anew() is a part of it. */
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

/* The first region that ends above address, or NULL. */
struct region *space_find_from(const struct space *s, uint32_t address);

/*
 * Gives the new space of an exec(), which has no regions yet, the windows that
 * are mapped in the place of calls, and closes what is closed in from.  0 or
 * -ENOMEM.
 */
int space_inherit_windows(struct space *to, struct space *from);

/*
 * Moves count pages from one address to another, and unmaps what was there.  0;
 * -ENOMEM; -EINVAL: they are not all of one region, are a window's or the
 * stack's, the ranges overlap, or the new one is no place for a mapping.
 */
int space_move(struct space *s, uint32_t from, uint32_t to, uint32_t count);

/* Unmaps the pages of o from index on everywhere: it will lose them. */
void space_unmap_from(struct object *o, uint32_t index);
/* Unmaps one page of o everywhere, since it has another frame now. */
void space_unmap_page(struct object *o, uint32_t index);

#endif
