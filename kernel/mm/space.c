/* SPDX-License-Identifier: MIT */
/* Address spaces, and changes to their regions. */
#include "mm/space.h"
#include "call/door.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/mmu.h"
#include "mm/layout.h"
#include "mm/object.h"
#include "mm/slab.h"
#include "proc/group.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/wait.h"
#include <faultline/mman.h>

#define REGION_LIMIT 65536u /* of one space */
#define FORK_STEP    64u    /* regions between two checkpoints */

static struct slab_cache space_cache =
    SLAB_CACHE_INIT(space_cache, "space", struct space);

struct space *space_create(void)
{
	struct space *s = slab_alloc(&space_cache);

	if (!s)
		return NULL;
	s->tables = mmu_create();
	if (!s->tables) {
		slab_free(&space_cache, s);
		return NULL;
	}
	s->references = 1;
	s->door_limit = door_limit_at_first();
	space_place(s, MAPPING_END, 0);
	return s;
}

void space_set_stack_limit(struct space *s, uint64_t limit)
{
	s->stack_limit = (uint32_t)MIN(limit, STACK_MOST);
	/* Programs set limits to any number; holes begin and end at pages. */
	region_set_hole_top(s, s->stack_top - PAGE_ALIGN_UP(s->stack_limit) -
				   PAGE_SIZE - s->hole_gap);
}

void space_place(struct space *s, uint32_t stack_top, uint32_t hole_gap)
{
	KASSERT(((stack_top | hole_gap) & PAGE_MASK) == 0);
	KASSERT(stack_top <= MAPPING_END);
	s->stack_top = stack_top;
	s->hole_gap = hole_gap;
	space_set_stack_limit(s, s->stack_limit);
}

/* May the space have one more region? */
static bool is_room(const struct space *s)
{
	return s->region_count < REGION_LIMIT;
}

/*
 * Cuts a region in two at address and returns the upper part.  NULL: out of
 * memory, or there are too many regions.
 */
static struct region *split(struct space *s, struct region *r, uint32_t address)
{
	return is_room(s) ? region_split(s, r, address) : NULL;
}

/* Makes one of two that meet and are alike: the lower one stays. */
static void absorb(struct space *s, struct region *low, struct region *high)
{
	uint32_t end = high->end;

	KASSERT(low->end == high->start);
	region_remove(s, high);
	region_resize(s, low, low->start, end);
	region_destroy(high);
}

/*
 * Where the second cut fails the first is undone: a program that asks again and
 * again must not get a region each time.
 */
int space_isolate(struct space *s, uint32_t start, uint32_t end,
		  struct region **first)
{
	struct region *r = space_find_from(s, start), *low = NULL;

	if (r && r->start < start) {
		low = r;
		r = split(s, r, start);
		if (!r)
			return -ENOMEM;
	}
	*first = r;
	if (r && r->end < end)
		r = space_find_from(s, end);
	if (!r || r->start >= end || r->end <= end || split(s, r, end))
		return 0;
	if (low)
		absorb(s, low, *first);
	return -ENOMEM;
}

static void drop_pages(struct space *s, uint32_t start, uint32_t end)
{
	s->resident -= mmu_unmap_range(s->tables, start, end);
}

/*
 * The bits that say that a space gave up [start, end) of w.  Each call page is
 * given up for itself, the other windows even if only a part is unmapped.
 */
static uint32_t closed_bits(const struct common_window *w, uint32_t start,
			    uint32_t end)
{
	uint32_t bits = 0;

	KASSERT(w->pages <= 32 && w->region.start < w->region.end);
	if (end <= w->region.start || start >= w->region.end)
		return 0;
	if (w->pages == 0)
		return w->closed;
	for (uint32_t n = 0; n < w->pages; n++) {
		uint32_t page = w->region.start + n * PAGE_SIZE;

		if (page >= start && page < end)
			bits |= w->closed << n;
	}
	return bits;
}

static void close_windows(struct space *s, uint32_t start, uint32_t end)
{
	const struct common_window *w = common_windows;

	if (end <= w->region.start) /* the lowest */
		return;
	for (; w->region.object; w++)
		s->closed |= closed_bits(w, start, end);
	if (s->closed != 0)
		door_watch(s);
}

struct region *space_find_common(const struct space *s, uint32_t address)
{
	struct common_window *w = common_windows;

	if (address < w->region.start)
		return NULL;
	for (; w->region.object; w++) {
		if (address < w->region.start || address >= w->region.end)
			continue;
		if (w->pages == 0 && s->closed & w->closed)
			return NULL;
		return &w->region;
	}
	return NULL;
}

/* Unmaps a part of a region that reaches to at least one of its ends. */
static void unmap_part(struct space *s, struct region *r, uint32_t start,
		       uint32_t end)
{
	drop_pages(s, start, end);
	if (start > r->start) {
		region_resize(s, r, r->start, start);
	} else if (end < r->end) {
		r->index += (end - start) >> PAGE_SHIFT;
		region_resize(s, r, end, r->end);
	} else {
		region_remove(s, r);
		region_destroy(r);
	}
}

/* Can fail only if it cuts a hole into a region: that makes two of it. */
int space_unmap(struct space *s, uint32_t start, uint32_t length)
{
	uint32_t end = start + length;
	struct region *r = space_find_from(s, start), *next;

	close_windows(s, start, end);
	if (r && r->start < start && r->end > end && !split(s, r, end))
		return -ENOMEM;
	for (; r && r->start < end; r = next) {
		next = r->end < end ? region_next(r) : NULL;
		unmap_part(s, r, MAX(start, r->start), MIN(end, r->end));
		arch_poll_interrupts();
	}
	return 0;
}

/* Plain regions are private memory that does not grow; they can be merged. */
static bool is_plain(const struct region *r)
{
	return r->object == &zero_object &&
	       (r->flags & ~(unsigned)REGION_LOCKED) == 0;
}

static bool are_alike(const struct region *a, const struct region *b)
{
	return is_plain(a) && is_plain(b) && a->prot == b->prot &&
	       a->flags == b->flags;
}

/*
 * Extends a neighbour instead of making a new region, if the new one would be
 * like it.  Returns true if that was done.
 */
static bool merge(struct space *s, struct region *low, struct region *high,
		  const struct region *like)
{
	if (low && low->end == like->start && are_alike(low, like)) {
		region_resize(s, low, low->start, like->end);
		return true;
	}
	if (high && high->start == like->end && are_alike(high, like)) {
		region_resize(s, high, like->start, high->end);
		return true;
	}
	return false;
}

void space_join(struct space *s, struct region *first, uint32_t end)
{
	struct region *low = region_before(first), *high;

	if (!low)
		low = first;
	while ((high = region_next(low)) && high->start <= end) {
		arch_poll_interrupts();
		if (low->end != high->start || !are_alike(low, high)) {
			low = high;
			continue;
		}
		absorb(s, low, high);
	}
}

/*
 * Chooses *start for a mapping, and unmaps what lies there if it is fixed.
 * *above is then the first region that ends above *start, or NULL.  0 or
 * -ENOMEM.
 */
static int choose_address(struct space *s, const struct mapping *m,
			  uint32_t *start, struct region **above)
{
	uint32_t limit;
	int error;

	*start = m->where;
	if (m->fixed) {
		limit = object_is_window(m->object) ? WINDOWS_END : MAPPING_END;
		if (*start < MAPPING_START || m->length > limit ||
		    *start > limit - m->length)
			return -ENOMEM;
		error = space_unmap(s, *start, m->length);
		*above = space_find_from(s, *start);
		return error;
	}
	if (*start >= MAPPING_START && m->length < MAPPING_END &&
	    *start <= MAPPING_END - m->length) {
		*above = space_find_from(s, *start);
		if (!*above || (*above)->start >= *start + m->length)
			return 0; /* the hint is free */
	}
	*start = region_hole(s, m->length, above);
	return *start ? 0 : -ENOMEM;
}

int space_map(struct space *s, const struct mapping *m, uint32_t *where)
{
	struct region like = {
		.prot = m->prot,
		.max_prot = m->max_prot,
		.flags = m->flags,
		.object = m->object,
		.index = m->index,
	};
	struct region *r, *low, *high;
	int error = choose_address(s, m, &like.start, &high);

	if (error)
		return error;
	*where = like.start;
	like.end = like.start + m->length;
	low = high ? region_before(high)
		   : region_of(tree_end(&s->regions, TREE_AFTER));
	if (merge(s, low, high, &like))
		return 0;
	if (!is_room(s))
		return -ENOMEM;
	r = region_create(s, &like, like.start, like.end);
	if (!r)
		return -ENOMEM;
	region_insert(s, low, high, r);
	s->found = r; /* it will be looked for next */
	return 0;
}

int space_check_protect(struct space *s, uint32_t start, uint32_t length,
			uint8_t prot)
{
	uint32_t end = start + length;
	const struct region *r = space_find(s, start);

	while (start < end) {
		if (!r || r->start > start)
			return -ENOMEM;
		if (prot & ~r->max_prot)
			return -EACCES;
		start = r->end;
		if (start < end)
			r = region_next(r);
		arch_poll_interrupts();
	}
	return 0;
}

int space_protect(struct space *s, uint32_t start, uint32_t length,
		  uint8_t prot)
{
	uint32_t end = start + length;
	struct region *first, *r;
	int error = space_check_protect(s, start, length, prot);

	if (error)
		return error;
	if (space_isolate(s, start, end, &first) != 0)
		return -ENOMEM;
	for (r = first; r && r->start < end; r = region_next(r)) {
		if (prot == PROT_NONE)
			mmu_hide_range(s->tables, r->start, r->end);
		else if (r->prot == PROT_NONE)
			mmu_show_range(s->tables, r->start, r->end);
		if (!(prot & PROT_WRITE))
			mmu_protect_range(s->tables, r->start, r->end);
		r->prot = prot;
		arch_poll_interrupts();
	}
	space_join(s, first, end);
	return 0;
}

int space_brk(struct space *s, uint32_t end)
{
	may_wait();
	uint32_t old = PAGE_ALIGN_UP(s->heap_end);
	uint32_t new;
	int error = 0;

	if (end < s->heap_start || end > MAPPING_END)
		return -ENOMEM;
	new = PAGE_ALIGN_UP(end);
	if (new > old) {
		struct region *above = space_find_from(s, old);

		if (above && above->start < new)
			return -ENOMEM;
		error =
		    space_map_zeros(s, old, new - old, PROT_READ | PROT_WRITE);
	} else if (new < old) {
		error = space_unmap(s, new, old - new);
	}
	if (error == 0)
		s->heap_end = end;
	return error;
}

/*
 * Copies what r has from start on, and its pages, to the child's space.  *last
 * is the child's highest region, or NULL, and becomes the copy.
 */
static int fork_region(struct space *to, struct space *from, struct region *r,
		       uint32_t start, struct region **last)
{
	bool private = !(r->flags & REGION_SHARED);
	struct region *copy = region_create(to, r, start, r->end);

	if (!copy)
		return -ENOMEM;
	copy->flags &= (uint8_t)~REGION_LOCKED; /* locks are not inherited */
	region_insert(to, *last, NULL, copy);
	*last = copy;
	return mmu_copy_range(to->tables, from->tables, start, r->end, private,
			      &to->resident);
}

/*
 * Copies all regions, in the order of addresses.  May wait.  Other threads of
 * the process may change any of them then: a region that has grown over the end
 * of what was copied is copied from there on.  They must not write to pages
 * that were copied, so the TLB is flushed before.
 */
static int fork_regions(struct space *to, struct space *from)
{
	struct region *r = region_of(tree_end(&from->regions, TREE_BEFORE));
	struct region *last = NULL;
	uint32_t n = 0, end = 0;
	int error = 0;

	while (error == 0 && r) {
		error = fork_region(to, from, r, MAX(r->start, end), &last);
		end = r->end;
		arch_poll_interrupts();
		if (++n % FORK_STEP == 0) {
			mmu_flush(from->tables);
			sched_checkpoint();
			r = space_find_from(from, end);
		} else {
			r = region_next(r);
		}
	}
	mmu_flush(from->tables);
	return error;
}

static struct space *copy_space(struct space *from)
{
	struct space *to = space_create();
	int error;

	if (!to)
		return NULL;
	to->heap_start = from->heap_start;
	to->heap_end = from->heap_end;
	space_place(to, from->stack_top, from->hole_gap);
	space_set_stack_limit(to, from->stack_limit);
	to->closed = from->closed;
	error = fork_regions(to, from);
	to->door_limit = from->door_limit; /* a trace may have begun */
	if (error) {
		space_release(to);
		return NULL;
	}
	return to;
}

/*
 * Another thread may close a window while the regions are copied.  The copy
 * might still have it, so it is made anew.  This happens at most once for each
 * bit of closed, since bits are never cleared.
 */
struct space *space_fork(struct space *from)
{
	may_wait();
	struct space *to = copy_space(from);

	while (to && to->closed != from->closed) {
		space_release(to);
		to = copy_space(from);
	}
	return to;
}

void space_release(struct space *s)
{
	may_wait();
	struct tree_node *n;
	uint32_t freed = 0;

	KASSERT(s->references > 0);
	if (--s->references > 0)
		return;
	while ((n = tree_take_leaf(&s->regions))) {
		struct region *r = region_of(n);

		drop_pages(s, r->start, r->end);
		region_destroy(r);
		arch_poll_interrupts(); /* each may have a table of pages */
		if (++freed % FORK_STEP == 0)
			sched_checkpoint();
	}
	KASSERT(s->resident == 0);
	mmu_destroy(s->tables);
	slab_free(&space_cache, s);
}

/* Unmaps count pages of an object from first on, in all of its regions. */
static void unmap_object(struct object *o, uint32_t first, uint32_t count)
{
	list_for_each (link, &o->mappings) {
		struct region *r = list_entry(link, struct region, object_link);
		uint32_t pages = (r->end - r->start) >> PAGE_SHIFT;
		uint32_t from = MAX(first, r->index);
		uint32_t until = r->index + pages;

		arch_poll_interrupts(); /* a file may have many mappings */
		if (count < until && first < until - count)
			until = first + count;
		if (from >= until)
			continue;
		from = r->start + ((from - r->index) << PAGE_SHIFT);
		until = r->start + ((until - r->index) << PAGE_SHIFT);
		drop_pages(r->space, from, until);
	}
}

void space_unmap_from(struct object *o, uint32_t index)
{
	unmap_object(o, index, UINT32_MAX);
}

void space_unmap_page(struct object *o, uint32_t index)
{
	unmap_object(o, index, 1);
}

int space_inherit_windows(struct space *to, struct space *from)
{
	struct region *r = space_find_from(from, FL_CALL_PAGES), *last = NULL;
	int error = 0;

	KASSERT(to->region_count == 0);
	to->closed = from->closed;
	to->door_limit = from->door_limit;
	for (; r && error == 0; r = region_next(r)) {
		error = fork_region(to, from, r, r->start, &last);
		arch_poll_interrupts();
	}
	return error;
}

/*
 * Moves a region and its pages to an address where nothing is mapped, and where
 * mmu_reserve() has made the page tables.
 */
static void move_region(struct space *s, struct region *r, uint32_t to)
{
	uint32_t length = r->end - r->start, from = r->start;
	struct region *high;

	region_remove(s, r);
	r->start = to;
	r->end = to + length;
	high = space_find_from(s, to);
	region_insert(s,
		      high ? region_before(high)
			   : region_of(tree_end(&s->regions, TREE_AFTER)),
		      high, r);
	for (uint32_t at = 0; at < length; at += PAGE_SIZE)
		mmu_move(s->tables, from + at, to + at);
	space_join(s, r, r->end);
}

int space_move(struct space *s, uint32_t from, uint32_t to, uint32_t count)
{
	uint32_t length = count << PAGE_SHIFT;
	struct region *r = space_find(s, from);
	int error;

	if (!r || r->end < from + length || object_is_window(r->object) ||
	    r->flags & REGION_STACK || to < MAPPING_START ||
	    to > MAPPING_END - length ||
	    (from < to + length && to < from + length))
		return -EINVAL;
	error = space_unmap(s, to, length);
	if (error == 0)
		error = space_isolate(s, from, from + length, &r);
	if (error == 0)
		error = mmu_reserve(s->tables, to, to + length);
	if (error == 0)
		move_region(s, r, to);
	return error;
}
