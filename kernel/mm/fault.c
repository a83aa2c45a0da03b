/* SPDX-License-Identifier: MIT */
/* Page faults of memory: filling pages, copy on write, growing the stack. */
#include "lib/assert.h"
#include "machine/irq.h"
#include "machine/memory.h"
#include "machine/mmu.h"
#include "mm/object.h"
#include "mm/space.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/oom.h"
#include <faultline/mman.h>

/* A fault on a page that is kept maps the pages of its group of so many. */
#define FAULT_AROUND  16u
/* Pages that space_populate() makes present between two checkpoints. */
#define POPULATE_STEP 64u

/*
 * Grows the stack down to address, and returns its lowest region.  NULL:
 * address is not near the stack pointer and below the stack, the stack may not
 * grow so far, or the guard page below it would not stay free.
 */
static struct region *grow_stack(struct space *s, uint32_t address,
				 uint32_t stack_pointer)
{
	struct region *r = space_find_from(s, address), *part, *low;
	uint32_t page = PAGE_ALIGN_DOWN(address), end;

	/* An instruction may write below the stack pointer before moving it. */
	if (address + 65536 < stack_pointer || !r ||
	    !(r->flags & REGION_STACK) || r->prot == PROT_NONE)
		return NULL;
	/* mprotect() may have cut the stack: the sizes of all parts count. */
	end = r->end;
	for (part = region_next(r);
	     part && part->start == end && part->flags & REGION_STACK;
	     part = region_next(part)) {
		end = part->end;
		arch_poll_interrupts(); /* there may be thousands */
	}
	low = region_before(r);
	if (end - page > s->stack_limit || (low && low->end + PAGE_SIZE > page))
		return NULL;
	region_resize(s, r, page, r->end);
	return r;
}

/* Maps f and takes over the caller's reference, also if it fails. */
static int map_page(struct space *s, uint32_t page, struct frame *f,
		    bool writable)
{
	int error = mmu_map(s->tables, page, f, writable ? PAGE_WRITE : 0);

	if (error)
		frame_release(f);
	else
		s->resident++;
	return error;
}

static inline int ask_for_page(struct region *r, uint32_t page, bool write,
			       bool last, struct frame **f)
{
	struct page_request q = { region_index(r, page), write, last };

	return r->object->ops->page(r->object, &q, f);
}

/*
 * Maps the pages around one that the object keeps, read-only.  A program that
 * uses one of them will probably use the others.
 */
static void map_around(struct space *s, const struct region *r, uint32_t page)
{
	uint32_t start = MAX(r->start, page & ~(FAULT_AROUND * PAGE_SIZE - 1));
	uint32_t end = MIN(r->end, start + FAULT_AROUND * PAGE_SIZE);
	unsigned flags;

	for (uint32_t p = start; p < end; p += PAGE_SIZE) {
		struct frame *f = object_lookup(r->object, region_index(r, p));

		if (!f || mmu_lookup(s->tables, p, &flags))
			continue;
		frame_hold(f);
		if (map_page(s, p, f, false) != 0)
			return;
	}
}

/* Maps a copy of f at page, also in the place of f. */
static int map_copy(struct space *s, uint32_t page, const struct frame *f,
		    bool last)
{
	struct frame *copy;

	copy = !last && frames_are_short() ? NULL : frame_alloc_raw(0);
	if (!copy)
		return -ENOMEM;
	page_copy(frame_address(copy), frame_address(f));
	return mmu_map(s->tables, page, copy, PAGE_WRITE);
}

/* Provides a page at its first use. */
static int fill(struct space *s, struct region *r, uint32_t page,
		enum space_access access, bool last)
{
	bool write = access == SPACE_WRITE, shared = r->flags & REGION_SHARED;
	struct frame *f;
	int error = ask_for_page(r, page, write && shared, last, &f);

	if (error)
		return error;
	KASSERT(f->references > 0);
	if (r->object->ops->fresh)
		return map_page(s, page, f, r->prot & PROT_WRITE);
	if (!write || shared) {
		error = map_page(s, page, f, write);
		if (error == 0 && !write)
			map_around(s, r, page);
		return error;
	}
	error = map_copy(s, page, f, last);
	if (error == 0)
		s->resident++;
	frame_release(f);
	return error;
}

/*
 * Makes a page that is present without write permission writable, in a region
 * that allows it.  A private page is copied if it has other references.
 */
static int write_protected(struct space *s, struct region *r, uint32_t page,
			   struct frame *f, bool last)
{
	KASSERT(r->prot & PROT_WRITE && f->references > 0);
	if (r->flags & REGION_SHARED) {
		struct frame *shared;
		int error = ask_for_page(r, page, true, last, &shared);

		if (error)
			return error;
		/* What the object gives up is unmapped everywhere. */
		KASSERT(shared == f);
		frame_release(shared);
	} else if (f->references > 1) {
		return map_copy(s, page, f, last);
	}
	mmu_protect(s->tables, page, PAGE_WRITE);
	return 0;
}

/* Makes one page of a region present and fit for the access. */
static int fault_in(struct space *s, struct region *r, uint32_t page,
		    enum space_access access, bool last)
{
	unsigned flags;
	struct frame *f;

	KASSERT(r->space == s && r->start <= page && page < r->end);
	KASSERT(!object_is_window(r->object));
	if (access == SPACE_WRITE ? !(r->prot & PROT_WRITE) : r->prot == 0)
		return -EACCES;
	f = mmu_lookup(s->tables, page, &flags);
	if (!f)
		return fill(s, r, page, access, last);
	if (access == SPACE_WRITE && !(flags & PAGE_WRITE))
		return write_protected(s, r, page, f, last);
	return 0; /* it is present already */
}

struct region *space_lookup_fault(struct space *s, uint32_t address,
				  uint32_t stack_pointer)
{
	struct region *r = space_lookup(s, address);

	return r ? r : grow_stack(s, address, stack_pointer);
}

int space_fault(struct region *r, uint32_t address, enum space_access access)
{
	process_current()->minor_faults++;
	return fault_in(r->space, r, PAGE_ALIGN_DOWN(address), access, false);
}

int space_fault_in_call(uint32_t address, enum space_access access,
			uint32_t stack_pointer)
{
	struct space *s = process_current()->space;
	struct region *r;
	int error;

	if (!s)
		return -EFAULT;
	r = space_lookup_fault(s, address, stack_pointer);
	if (!r || object_is_window(r->object))
		return -EFAULT;
	process_current()->minor_faults++;
	error = fault_in(s, r, PAGE_ALIGN_DOWN(address), access, true);
	if (error == -ENOMEM)
		oom_announce();
	return error;
}

int space_populate(struct space *s, uint32_t start, uint32_t end)
{
	may_wait();
	uint32_t turns = 0;
	int error = 0;

	for (uint32_t page = start; page < end; page += PAGE_SIZE) {
		if (++turns % POPULATE_STEP == 0 && sched_checkpoint())
			break;
		/* Other threads may have changed the space at a checkpoint. */
		struct region *r = space_find(s, page);

		if (!r)
			r = space_find_from(s, page);
		if (!r || r->start >= end)
			break;
		page = MAX(page, r->start);
		if (object_is_window(r->object) || r->prot == PROT_NONE) {
			page = r->end - PAGE_SIZE;
			continue;
		}
		error = fault_in(
		    s, r, page, r->prot & PROT_WRITE ? SPACE_WRITE : SPACE_READ,
		    false);
		if (error == -ENOMEM)
			return error;
	}
	return 0;
}
