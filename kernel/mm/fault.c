/* SPDX-License-Identifier: MIT */
/* Page faults of memory: filling pages, copy on write, growing the stack. */
#include "fs/vnode.h"
#include "lib/assert.h"
#include "machine/memory.h"
#include "machine/mmu.h"
#include "mm/pagecache.h"
#include "mm/space.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/oom.h"
#include <faultline/mman.h>

/* A fault on a page of a file maps the pages of its group of so many. */
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
	     part = region_next(part))
		end = part->end;
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

/*
 * A frame for a program.  The last ones are only for the kernel's own accesses,
 * for which last is true.
 */
static struct frame *take_frame(bool last)
{
	return !last && frames_are_short() ? NULL : frame_alloc_raw(0);
}

/* Provides an anonymous page at its first use. */
static int fill_zero(struct space *s, const struct region *r, uint32_t page,
		     bool last)
{
	struct frame *f = take_frame(last);

	if (!f)
		return -ENOMEM;
	page_clear(frame_address(f));
	return map_page(s, page, f, r->prot & PROT_WRITE);
}

static uint32_t file_index(const struct region *r, uint32_t page)
{
	return r->file_page + ((page - r->start) >> PAGE_SHIFT);
}

/*
 * Maps the pages around one that the cache has, read-only.  A program that uses
 * one of them will probably use the others.
 */
static void map_around(struct space *s, const struct region *r, uint32_t page)
{
	uint32_t start = MAX(r->start, page & ~(FAULT_AROUND * PAGE_SIZE - 1));
	uint32_t end = MIN(r->end, start + FAULT_AROUND * PAGE_SIZE);
	unsigned flags;

	for (uint32_t p = start; p < end; p += PAGE_SIZE) {
		uint32_t index = file_index(r, p);
		struct frame *f;

		if ((uint64_t)index << PAGE_SHIFT >= r->cache->size)
			return;
		f = page_cache_lookup(r->cache, index);
		if (!f || mmu_lookup(s->tables, p, &flags))
			continue;
		frame_hold(f);
		if (map_page(s, p, f, false) != 0)
			return;
	}
}

/* Provides a page of a file at its first use. */
static int fill_file(struct space *s, const struct region *r, uint32_t page,
		     enum space_access access, bool last)
{
	uint32_t index = file_index(r, page);
	struct frame *f = page_cache_lookup(r->cache, index), *copy;
	bool shared = r->flags & REGION_SHARED;

	KASSERT(r->vnode->references > 0 && r->cache == &r->vnode->cache);
	if ((uint64_t)index << PAGE_SHIFT >= r->cache->size)
		return -ENXIO;
	/* A page that the file lacks would be added to the file, and would
	 * stay when the program has ended. */
	if (!f && frames_for_files() == 0)
		return -ENXIO;
	if (shared && access == SPACE_WRITE)
		f = vnode_page_for_write(r->vnode, index);
	else
		f = page_cache_get(r->cache, index);
	if (!f)
		return -ENOMEM;
	if (shared || access == SPACE_READ) {
		frame_hold(f);
		if (map_page(s, page, f, shared && access == SPACE_WRITE) != 0)
			return -ENOMEM;
		if (access == SPACE_READ)
			map_around(s, r, page);
		return 0;
	}
	copy = take_frame(last);
	if (!copy)
		return -ENOMEM;
	page_copy(frame_address(copy), frame_address(f));
	return map_page(s, page, copy, true);
}

/*
 * Makes a page that is present without write permission writable, in a region
 * that allows it.  A private page is copied if it has other references.
 */
static int write_protected(struct space *s, const struct region *r,
			   uint32_t page, struct frame *f, bool last)
{
	struct frame *copy;

	KASSERT(r->prot & PROT_WRITE && f->references > 0);
	if (r->flags & REGION_SHARED) {
		if (!r->vnode) {
			mmu_protect(s->tables, page, PAGE_WRITE);
			return 0;
		}
		copy = vnode_page_for_write(r->vnode, file_index(r, page));
		if (!copy)
			return -ENOMEM;
		if (copy == f) {
			mmu_protect(s->tables, page, PAGE_WRITE);
			return 0;
		}
		frame_hold(copy);
		return map_page(s, page, copy, true);
	}
	if (f->references == 1) {
		mmu_protect(s->tables, page, PAGE_WRITE);
		return 0;
	}
	copy = take_frame(last);
	if (!copy)
		return -ENOMEM;
	page_copy(frame_address(copy), frame_address(f));
	return mmu_map(s->tables, page, copy, PAGE_WRITE);
}

/* Makes one page of a region present and fit for the access. */
static int fault_in(struct space *s, struct region *r, uint32_t page,
		    enum space_access access, bool last)
{
	unsigned flags;
	struct frame *f;

	KASSERT(r->start <= page && page < r->end && !r->window);
	if (access == SPACE_WRITE ? !(r->prot & PROT_WRITE) : r->prot == 0)
		return -EACCES;
	f = mmu_lookup(s->tables, page, &flags);
	if (!f)
		return !r->vnode ? fill_zero(s, r, page, last)
				 : fill_file(s, r, page, access, last);
	if (access == SPACE_WRITE && !(flags & PAGE_WRITE))
		return write_protected(s, r, page, f, last);
	return 0; /* it is present already */
}

static int fault(uint32_t address, enum space_access access,
		 uint32_t stack_pointer, bool last)
{
	struct space *s = process_current()->space;
	struct region *r;

	if (!s)
		return -EFAULT;
	process_current()->minor_faults++;
	r = space_find(s, address);
	if (!r)
		r = grow_stack(s, address, stack_pointer);
	if (!r)
		return -EFAULT;
	if (r->window)
		return -EXDEV;
	return fault_in(s, r, PAGE_ALIGN_DOWN(address), access, last);
}

int space_fault(uint32_t address, enum space_access access,
		uint32_t stack_pointer)
{
	return fault(address, access, stack_pointer, false);
}

int space_fault_in_call(uint32_t address, enum space_access access,
			uint32_t stack_pointer)
{
	int error = fault(address, access, stack_pointer, true);

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
		struct region *r = space_find_from(s, page);

		if (!r || r->start >= end)
			break;
		page = MAX(page, r->start);
		if (r->window || r->prot == PROT_NONE) {
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
