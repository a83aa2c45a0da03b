/* SPDX-License-Identifier: MIT */
/* Address spaces: the array of regions, and changes to it. */
#include "mm/space.h"
#include "fs/vnode.h"
#include "call/call.h"
#include "lib/arch.h"
#include "lib/string.h"
#include "mm/pagecache.h"
#include "mm/slab.h"
#include "window/window.h"
#include <faultline/layout.h>
#include <faultline/mman.h>

/*
 * Between the mappings and the windows; and what a program in virtual-8086
 * mode, should a processor let it get there, could reach stays empty.
 */
#define MAPPING_END   (FL_PAGE_TABLE_WINDOW - PAGE_SIZE)
#define MAPPING_START 0x110000u
#define SEARCH_START  0x40000000u
#define REGION_LIMIT  65536u

static struct slab_cache region_cache =
    SLAB_CACHE_INIT(region_cache, "region", struct region);
static struct slab_cache space_cache =
    SLAB_CACHE_INIT(space_cache, "space", struct space);

struct space *space_create(void)
{
	struct space *s = slab_alloc_zeroed(&space_cache);

	if (s == NULL)
		return NULL;
	s->tables = mmu_create();
	if (s->tables == NULL) {
		slab_free(&space_cache, s);
		return NULL;
	}
	s->references = 1;
	spin_init(&s->lock, "space", RANK_SPACE);
	return s;
}

/* Index of the first region that ends above address. */
static uint32_t region_index(const struct space *s, uint32_t address)
{
	uint32_t low = 0, high = s->region_count;

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (s->regions[middle]->end > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

struct region *space_find(struct space *s, uint32_t address)
{
	struct region *r = s->found;
	uint32_t i;

	if (r != NULL && r->start <= address && address < r->end)
		return r;
	i = region_index(s, address);
	if (i == s->region_count || s->regions[i]->start > address)
		return NULL;
	s->found = s->regions[i];
	return s->found;
}

/* Makes room for count more regions. */
static int reserve(struct space *s, uint32_t count)
{
	uint32_t need = s->region_count + count;
	uint32_t capacity = MAX(s->region_capacity, 16u);
	struct region **array;

	if (need <= s->region_capacity)
		return 0;
	if (need > REGION_LIMIT)
		return -ENOMEM;
	while (capacity < need)
		capacity *= 2;
	array = kmalloc(capacity * sizeof(*array));
	if (array == NULL)
		return -ENOMEM;
	if (s->region_count > 0)
		memcpy(array, s->regions, s->region_count * sizeof(*array));
	kfree(s->regions);
	s->regions = array;
	s->region_capacity = capacity;
	return 0;
}

/* There must be room. */
static void insert_at(struct space *s, uint32_t index, struct region *r)
{
	memmove(s->regions + index + 1, s->regions + index,
		(s->region_count - index) * sizeof(r));
	s->regions[index] = r;
	s->region_count++;
	s->total += (r->end - r->start) >> PAGE_SHIFT;
}

static void remove_at(struct space *s, uint32_t index)
{
	struct region *r = s->regions[index];

	s->total -= (r->end - r->start) >> PAGE_SHIFT;
	s->region_count--;
	memmove(s->regions + index, s->regions + index + 1,
		(s->region_count - index) * sizeof(r));
}

static struct region *region_create(struct space *s, const struct region *like,
				    uint32_t start, uint32_t end)
{
	struct region *r = slab_alloc(&region_cache);

	if (r == NULL)
		return NULL;
	*r = *like;
	r->space = s;
	r->start = start;
	r->end = end;
	r->file_page = like->file_page + ((start - like->start) >> PAGE_SHIFT);
	list_init(&r->cache_link);
	if (r->vnode != NULL) {
		vnode_hold(r->vnode);
		list_push_back(&r->cache->mappings, &r->cache_link);
	}
	if (r->window != NULL)
		window_hold(r->window);
	return r;
}

static void region_destroy(struct region *r)
{
	if (r->space->found == r)
		r->space->found = NULL;
	list_remove(&r->cache_link);
	if (r->vnode != NULL)
		vnode_release(r->vnode);
	if (r->window != NULL)
		window_release(r->window);
	slab_free(&region_cache, r);
}

/* Cuts the region at index in two at address; there must be room. */
static int split(struct space *s, uint32_t index, uint32_t address)
{
	struct region *r = s->regions[index];
	struct region *upper = region_create(s, r, address, r->end);

	if (upper == NULL)
		return -ENOMEM;
	s->total -= (r->end - address) >> PAGE_SHIFT;
	r->end = address;
	insert_at(s, index + 1, upper);
	return 0;
}

/*
 * Cuts regions so that none crosses start or end.  Afterwards those inside
 * begin at the index returned in *first.
 */
int space_isolate(struct space *s, uint32_t start, uint32_t end,
		  uint32_t *first)
{
	uint32_t i;

	if (reserve(s, 3) != 0)
		return -ENOMEM;
	i = region_index(s, start);
	if (i < s->region_count && s->regions[i]->start < start) {
		if (split(s, i, start) != 0)
			return -ENOMEM;
		i++;
	}
	*first = i;
	i = region_index(s, end);
	if (i < s->region_count && s->regions[i]->start < end)
		return split(s, i, end);
	return 0;
}

static void drop_pages(struct space *s, uint32_t start, uint32_t end)
{
	s->resident -= mmu_unmap_range(s->tables, start, end);
}

/* Windows in [start, end) are given up: call pages one by one. */
static void close_windows(struct space *s, uint32_t start, uint32_t end)
{
	if (end <= FL_PAGE_TABLE_WINDOW)
		return;
	for (uint32_t g = 0; g < CALL_GROUPS; g++) {
		uint32_t page = FL_CALL_PAGES + g * PAGE_SIZE;

		if (page >= start && page < end)
			s->closed |= CLOSED_GROUP(g);
	}
	if (start < FL_PAGE_TABLE_WINDOW_END)
		s->closed |= CLOSED_PAGE_TABLE;
	if (start < FL_PROCESS_WINDOW_END && end > FL_PROCESS_WINDOW)
		s->closed |= CLOSED_PROCESSES;
	s->watched |= s->closed != 0;
}

int space_unmap(struct space *s, uint32_t start, uint32_t length)
{
	uint32_t end = start + length, i;
	int error;

	close_windows(s, start, end);
	error = space_isolate(s, start, end, &i);
	if (error)
		return error;
	if (s->hole_hint != 0)
		s->hole_hint = MAX(s->hole_hint, end);
	while (i < s->region_count && s->regions[i]->start < end) {
		struct region *r = s->regions[i];

		drop_pages(s, r->start, r->end);
		remove_at(s, i);
		region_destroy(r);
	}
	return 0;
}

/* The highest free range that ends at top or below; 0: there is none. */
static uint32_t hole_below(const struct space *s, uint32_t top, uint32_t length)
{
	uint32_t i = region_index(s, top);

	if (i < s->region_count && s->regions[i]->start < top)
		top = s->regions[i]->start;
	while (i > 0) {
		const struct region *below = s->regions[i - 1];

		if (top >= below->end && top - below->end >= length)
			return top - length;
		top = below->start;
		i--;
	}
	return top > length + MAPPING_START ? top - length : 0;
}

/*
 * Above hole_hint all has been found full: the search starts there, and
 * unmapping moves it up.
 */
static uint32_t find_hole(struct space *s, uint32_t length)
{
	uint32_t top = MAPPING_END - s->stack_limit - PAGE_SIZE, found = 0;

	if (s->hole_hint != 0 && s->hole_hint < top)
		found = hole_below(s, s->hole_hint, length);
	if (found == 0)
		found = hole_below(s, top, length);
	s->hole_hint = found;
	return found;
}

static bool is_plain(const struct region *r)
{
	return r->vnode == NULL && r->window == NULL && r->flags == 0;
}

/* Can the new region just be a longer form of the one below or above? */
static bool merge(struct space *s, uint32_t index, const struct region *like,
		  uint32_t start, uint32_t end)
{
	struct region *r;

	if (like->vnode != NULL || like->window != NULL || like->flags != 0)
		return false;
	if (index > 0) {
		r = s->regions[index - 1];
		if (r->end == start && is_plain(r) && r->prot == like->prot) {
			s->total += (end - start) >> PAGE_SHIFT;
			r->end = end;
			return true;
		}
	}
	if (index < s->region_count) {
		r = s->regions[index];
		if (r->start == end && is_plain(r) && r->prot == like->prot) {
			s->total += (end - start) >> PAGE_SHIFT;
			r->start = start;
			return true;
		}
	}
	return false;
}

/* Makes one of the region at index and those beside it that are like it. */
void space_join(struct space *s, uint32_t index)
{
	uint32_t last = MIN(index + 1, s->region_count - 1);

	for (index = index ? index - 1 : 0; index < last;) {
		struct region *low = s->regions[index];
		struct region *high = s->regions[index + 1];

		if (low->end != high->start || !is_plain(low) ||
		    !is_plain(high) || low->prot != high->prot) {
			index++;
			continue;
		}
		s->total += (high->end - high->start) >> PAGE_SHIFT;
		low->end = high->end;
		remove_at(s, index + 1);
		region_destroy(high);
		last--;
	}
}

static int choose_address(struct space *s, const struct mapping *m,
			  uint32_t *start)
{
	uint32_t i, limit;

	*start = m->where;
	if (m->fixed) {
		limit = m->window ? FL_CALL_PAGES_END : MAPPING_END;
		if (*start < MAPPING_START || m->length > limit ||
		    *start > limit - m->length)
			return -ENOMEM;
		return space_unmap(s, *start, m->length);
	}
	if (*start >= MAPPING_START && m->length < MAPPING_END &&
	    *start <= MAPPING_END - m->length) {
		i = region_index(s, *start);
		if (i == s->region_count ||
		    s->regions[i]->start >= *start + m->length)
			return 0; /* the hint is free */
	}
	*start = find_hole(s, m->length);
	return *start ? 0 : -ENOMEM;
}

int space_map(struct space *s, const struct mapping *m, uint32_t *where)
{
	struct region like = {
		.prot = m->prot,
		.max_prot = m->max_prot,
		.flags = m->flags,
		.vnode = m->vnode,
		.window = m->window,
		.cache = m->vnode ? vnode_cache(m->vnode) : NULL,
		.file_page = m->file_page,
	};
	struct region *r;
	uint32_t start, index;
	int error = choose_address(s, m, &start);

	if (error)
		return error;
	*where = start;
	index = region_index(s, start);
	if (merge(s, index, &like, start, start + m->length))
		return 0;
	if (reserve(s, 1) != 0)
		return -ENOMEM;
	like.start = start;
	r = region_create(s, &like, start, start + m->length);
	if (r == NULL)
		return -ENOMEM;
	insert_at(s, index, r);
	return 0;
}

int space_check_protect(struct space *s, uint32_t start, uint32_t length,
			uint8_t prot)
{
	uint32_t i = region_index(s, start), end = start + length;

	while (start < end) {
		if (i == s->region_count || s->regions[i]->start > start)
			return -ENOMEM;
		if (prot & ~s->regions[i]->max_prot)
			return -EACCES;
		start = s->regions[i++]->end;
	}
	return 0;
}

int space_protect(struct space *s, uint32_t start, uint32_t length,
		  uint8_t prot)
{
	uint32_t end = start + length, i, first;
	struct region *r;
	int error = space_check_protect(s, start, length, prot);

	if (error)
		return error;
	r = space_find(s, start);
	if (r != NULL && r->start == start && r->end == end && length)
		i = region_index(s, start); /* the common case: no cut */
	else if (space_isolate(s, start, end, &i) != 0)
		return -ENOMEM;
	first = i;
	for (; i < s->region_count && s->regions[i]->start < end; i++) {
		r = s->regions[i];
		if (prot == PROT_NONE)
			mmu_hide_range(s->tables, r->start, r->end);
		else if (r->prot == PROT_NONE)
			mmu_show_range(s->tables, r->start, r->end);
		if (!(prot & PROT_WRITE))
			mmu_protect_range(s->tables, r->start, r->end);
		r->prot = prot;
	}
	space_join(s, i - 1);
	space_join(s, first);
	return 0;
}

/* 0, or -ENOMEM with the heap as it was. */
int space_brk(struct space *s, uint32_t end)
{
	uint32_t old = PAGE_ALIGN_UP(s->heap_end);
	uint32_t new;
	uint32_t where;
	int error = 0;

	if (end < s->heap_start || end > MAPPING_END)
		return -ENOMEM;
	new = PAGE_ALIGN_UP(end);
	if (new > old) {
		struct region *above = NULL;
		uint32_t i = region_index(s, old);

		if (i < s->region_count)
			above = s->regions[i];
		if (above != NULL && above->start < new)
			return -ENOMEM;
		error =
		    space_map(s,
			      &(struct mapping){ .where = old,
						 .length = new - old,
						 .fixed = true,
						 .prot = PROT_READ | PROT_WRITE,
						 .max_prot = 7 },
			      &where);
	} else if (new < old) {
		error = space_unmap(s, new, old - new);
	}
	if (error == 0)
		s->heap_end = end;
	return error;
}

/* Copies a region and its pages into the child's space. */
static int fork_region(struct space *to, struct space *from, struct region *r)
{
	bool private = !(r->flags & REGION_SHARED);
	struct region *copy = region_create(to, r, r->start, r->end);

	if (copy == NULL)
		return -ENOMEM;
	copy->flags &= (uint8_t)~REGION_LOCKED; /* locks are not inherited */
	insert_at(to, to->region_count, copy);
	return mmu_copy_range(to->tables, from->tables, r->start, r->end,
			      private, &to->resident);
}

struct space *space_fork(struct space *from)
{
	struct space *to = space_create();
	int error;

	if (to == NULL)
		return NULL;
	to->heap_start = from->heap_start;
	to->heap_end = from->heap_end;
	to->stack_limit = from->stack_limit;
	to->closed = from->closed;
	to->watched = from->watched;
	error = reserve(to, from->region_count);
	for (uint32_t i = 0; error == 0 && i < from->region_count; i++)
		error = fork_region(to, from, from->regions[i]);
	mmu_flush(from->tables);
	if (error) {
		space_release(to);
		return NULL;
	}
	return to;
}

void space_release(struct space *s)
{
	if (--s->references > 0)
		return;
	for (uint32_t i = 0; i < s->region_count; i++) {
		struct region *r = s->regions[i];

		drop_pages(s, r->start, r->end);
		region_destroy(r);
	}
	KASSERT(s->resident == 0);
	mmu_destroy(s->tables);
	kfree(s->regions);
	slab_free(&space_cache, s);
}

static void unmap_cache_pages(struct page_cache *c, uint32_t first,
			      uint32_t count)
{
	list_for_each (link, &c->mappings) {
		struct region *r = list_entry(link, struct region, cache_link);
		uint32_t pages = (r->end - r->start) >> PAGE_SHIFT;
		uint32_t from = MAX(first, r->file_page);
		uint32_t until = r->file_page + pages;

		if (count < until && first < until - count)
			until = first + count;
		if (from >= until)
			continue;
		from = r->start + ((from - r->file_page) << PAGE_SHIFT);
		until = r->start + ((until - r->file_page) << PAGE_SHIFT);
		drop_pages(r->space, from, until);
	}
}

void space_unmap_cache(struct page_cache *c, uint32_t index)
{
	unmap_cache_pages(c, index, UINT32_MAX);
}

void space_unmap_cache_page(struct page_cache *c, uint32_t index)
{
	unmap_cache_pages(c, index, 1);
}

int space_inherit_windows(struct space *to, const struct space *from)
{
	int error = reserve(to, from->region_count);

	to->closed = from->closed;
	to->watched = from->watched;
	for (uint32_t i = region_index(from, FL_CALL_PAGES);
	     error == 0 && i < from->region_count; i++)
		error = fork_region(to, (struct space *)from, from->regions[i]);
	return error;
}

/* The region goes to an empty place, where there are page tables. */
static void move_region(struct space *s, uint32_t index, uint32_t to)
{
	struct region *r = s->regions[index];
	uint32_t length = r->end - r->start, from = r->start;

	remove_at(s, index);
	r->start = to;
	r->end = to + length;
	index = region_index(s, to);
	insert_at(s, index, r);
	for (uint32_t at = 0; at < length; at += PAGE_SIZE)
		mmu_move(s->tables, from + at, to + at);
	space_join(s, index);
}

int space_move(struct space *s, uint32_t from, uint32_t to, uint32_t count)
{
	uint32_t length = count << PAGE_SHIFT, i;
	struct region *r = space_find(s, from);
	int error;

	if (r == NULL || r->end < from + length || r->window != NULL ||
	    r->flags & REGION_STACK || to < MAPPING_START ||
	    to > MAPPING_END - length ||
	    (from < to + length && to < from + length))
		return -EINVAL;
	error = space_unmap(s, to, length);
	if (error == 0)
		error = space_isolate(s, from, from + length, &i);
	if (error == 0)
		error = mmu_reserve(s->tables, to, to + length);
	if (error == 0)
		move_region(s, i, to);
	return error;
}
