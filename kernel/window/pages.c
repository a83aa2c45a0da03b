/* SPDX-License-Identifier: MIT */
/*
 * The page-table window shows the process's pages as an array of entries.
 * <faultline/pages.h> describes them.
 *
 * Where a repeated store writes entries that ask for the same (memset()), the
 * address space is changed once for all of them.
 */
#include "call/call.h"
#include "machine/mmu.h"
#include "mm/frame.h"
#include "mm/space.h"
#include "proc/process.h"
#include "proc/wait.h"
#include "window/window.h"
#include <faultline/mman.h>
#include <faultline/pages.h>

#define ENTRY_SIZE 4
#define PROTECTION (FL_PAGE_READ | FL_PAGE_WRITE | FL_PAGE_EXEC)

_Static_assert(FL_PAGE_READ == PROT_READ && FL_PAGE_WRITE == PROT_WRITE &&
		   FL_PAGE_EXEC == PROT_EXEC,
	       "an entry's low bits are the region's");

static uint32_t backing_of(const struct region *r)
{
	if (object_is_window(r->object))
		return FL_PAGE_WINDOW;
	if (r->flags & REGION_SHARED)
		return FL_PAGE_SHARED;
	if (r->flags & REGION_STACK)
		return FL_PAGE_STACK;
	return r->object == &zero_object ? FL_PAGE_ANONYMOUS : FL_PAGE_FILE;
}

/* The bits of an entry that come from the page tables. */
static uint32_t memory_of(const struct region *r, uint32_t address)
{
	struct space *s = r->space;
	unsigned flags;
	struct frame *f = mmu_lookup(s->tables, address, &flags);
	uint32_t bits = FL_PAGE_RESIDENT;

	if (!f)
		return 0;
	if (flags & PAGE_ACCESSED)
		bits |= FL_PAGE_ACCESSED;
	if (flags & PAGE_DIRTY)
		bits |= FL_PAGE_DIRTY;
	if (r->prot & PROT_WRITE && !(flags & PAGE_WRITE) &&
	    !(r->flags & REGION_SHARED) &&
	    (r->object != &zero_object || f->references > 1))
		bits |= FL_PAGE_COPY;
	return bits;
}

/* The entry of a page that no region has: a window's, or the kernel's. */
static uint32_t fixed_entry(struct space *s, uint32_t address)
{
	struct window_place at;

	if (address >= FL_CLOCK_PAGE)
		return FL_PAGE_KERNEL | FL_PAGE_READ |
		       (address == FL_THREAD_PAGE ? FL_PAGE_WRITE : 0) |
		       (address == FL_TRAMPOLINE_PAGE ? FL_PAGE_EXEC : 0);
	if (!window_find(s, address, &at))
		return 0;
	if (at.window != &call_window)
		return FL_PAGE_WINDOW | at.prot;
	if (at.offset >> PAGE_SHIFT >= CALL_GROUPS ||
	    s->closed & CLOSED_GROUP(at.offset >> PAGE_SHIFT))
		return 0;
	return FL_PAGE_CALLS | at.prot;
}

static uint32_t load_entry(struct space *s, uint32_t page)
{
	uint32_t address = page << PAGE_SHIFT, entry;
	struct region *r;

	if (address >= FL_USER_END)
		return 0;
	r = space_find(s, address);
	entry = r ? backing_of(r) | r->prot | memory_of(r, address)
		  : fixed_entry(s, address);
	return entry ? address | entry : 0;
}

static int load_entries(struct object *w, const struct access *a, void *data)
{
	struct space *s = current->process->space;
	uint32_t *entries = data;

	(void)w;
	if ((a->offset | access_size(a)) % ENTRY_SIZE != 0)
		return -ENXIO;
	for (uint32_t i = 0; i < access_size(a) / ENTRY_SIZE; i++)
		entries[i] = load_entry(s, a->offset / ENTRY_SIZE + i);
	return 0;
}

/* What a store asks for: the same for count pages, beginning with first. */
struct change {
	uint32_t first, count; /* page numbers */
	uint32_t entry;	       /* of the first */
};

static int map_zeros(struct space *s, const struct change *c)
{
	if (!space_within_limit(c->count))
		return -ENOMEM;
	return space_map_zeros(s, c->first << PAGE_SHIFT,
			       c->count << PAGE_SHIFT, c->entry & PROTECTION);
}

static int move(struct space *s, const struct change *c)
{
	uint32_t from = c->entry & FL_PAGE_NUMBER;
	uint32_t to = c->first << PAGE_SHIFT;
	int error = space_check_protect(s, from, c->count << PAGE_SHIFT,
					c->entry & PROTECTION);

	if (error == 0)
		error = space_move(s, from, to, c->count);
	return error;
}

static int carry_out(struct space *s, const struct change *c)
{
	uint32_t start = c->first << PAGE_SHIFT;
	uint32_t length = c->count << PAGE_SHIFT;
	int error = 0;

	if (start >= FL_CALL_PAGES_END || length > FL_CALL_PAGES_END - start)
		return -EINVAL;
	if (c->entry == 0)
		return space_unmap(s, start, length);
	if (c->entry & FL_PAGE_NEW)
		return map_zeros(s, c);
	if ((c->entry & FL_PAGE_NUMBER) != start)
		error = move(s, c);
	if (error == 0)
		error = space_protect(s, start, length, c->entry & PROTECTION);
	return error;
}

/* Can the change include the next page, for which entry was stored? */
static bool continues(const struct change *c, uint32_t entry)
{
	uint32_t own = (c->first + c->count) << PAGE_SHIFT;

	if (c->entry == 0 || c->entry & FL_PAGE_NEW)
		return entry == c->entry;
	/* Only changes in place can be done together.  Moves may overlap, so
	 * they are done one by one, in order. */
	return (c->entry & FL_PAGE_NUMBER) == c->first << PAGE_SHIFT &&
	       (entry & FL_PAGE_NUMBER) == own && !(entry & FL_PAGE_NEW) &&
	       ((entry ^ c->entry) & PROTECTION) == 0;
}

static int store_entries(struct object *w, const struct access *a,
			 const void *data)
{
	may_wait();
	struct space *s = current->process->space;
	const uint32_t *entries = data;
	uint32_t n = access_size(a) / ENTRY_SIZE;
	int error = 0;

	(void)w;
	if ((a->offset | access_size(a)) % ENTRY_SIZE != 0)
		return -ENXIO;
	for (uint32_t i = 0; i < n;) {
		struct change c = { a->offset / ENTRY_SIZE + i, 1, entries[i] };
		int result;

		while (i + c.count < n && continues(&c, entries[i + c.count]))
			c.count++;
		result = carry_out(s, &c);
		if (result != 0)
			error = result;
		i += c.count;
	}
	return window_answer(error);
}

static const struct object_ops ops = {
	.name = "page table",
	.data = true,
	.load = load_entries,
	.store = store_entries,
};

struct object page_window = OBJECT_INIT(page_window, &ops);
