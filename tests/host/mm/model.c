/* SPDX-License-Identifier: MIT */
/* The model of address spaces, and the comparison. */
#include "model.h"
#include "fakes/mmu.h"
#include "random.h"
#include <string.h>

struct world worlds[WORLDS];
struct file_model model_files[FILES];

void model_unmap(struct world *w, uint32_t first, uint32_t count)
{
	memset(&w->pages[first], 0, count * sizeof(w->pages[0]));
}

void model_map(struct world *w, uint32_t first, uint32_t count, struct look l)
{
	l.mapped = true;
	for (uint32_t i = first; i < first + count; i++) {
		w->pages[i] = (struct page){ .look = l };
		if (l.object == ANONYMOUS)
			w->pages[i].own = true;
		else
			l.object_page++;
	}
}

void model_protect(struct world *w, uint32_t first, uint32_t count,
		   uint8_t prot)
{
	for (uint32_t i = first; i < first + count; i++)
		w->pages[i].look.prot = prot;
}

void model_lock(struct world *w, uint32_t first, uint32_t count, bool lock)
{
	for (uint32_t i = first; i < first + count; i++) {
		struct look *l = &w->pages[i].look;

		if (!l->mapped)
			continue;
		l->flags &= (uint8_t)~REGION_LOCKED;
		if (lock && l->object != WINDOW)
			l->flags |= REGION_LOCKED;
	}
}

void model_move(struct world *w, uint32_t from, uint32_t to, uint32_t count)
{
	memcpy(&w->pages[to], &w->pages[from], count * sizeof(w->pages[0]));
	model_unmap(w, from, count);
}

static bool is_private_file(const struct look *l)
{
	return l->mapped && l->object != ANONYMOUS && l->object != WINDOW &&
	       !(l->flags & REGION_SHARED);
}

static struct frame *cached(const struct look *l)
{
	struct object *o = shape_object(l->object - FILE_FIRST);

	return object_lookup(o, l->object_page);
}

void model_learn_copies(struct world *w, uint32_t first, uint32_t count)
{
	for (uint32_t i = first; i < first + count; i++) {
		struct page *p = &w->pages[i];
		struct fake_entry e =
		    fake_entry(shape_tables(w->space), PAGE_AT(i));

		if (!is_private_file(&p->look) || p->own || !e.frame ||
		    e.frame == cached(&p->look))
			continue;
		p->value = model_value(p);
		p->own = true;
	}
}

void model_truncate(uint32_t file, uint64_t size)
{
	struct file_model *f = &model_files[file];
	uint32_t end = (uint32_t)(PAGE_ALIGN_UP(size) >> PAGE_SHIFT);

	f->size = size;
	for (uint32_t i = end; i < FILE_PAGES; i++)
		f->value[i] = 0;
	for (uint32_t i = 0; i < WORLDS * PAGES; i++) {
		struct page *p = &worlds[i / PAGES].pages[i % PAGES];

		if (p->look.mapped && p->look.object == FILE_FIRST + file &&
		    p->look.object_page >= end)
			p->own = false;
	}
}

bool model_is_free(const struct world *w, uint32_t first, uint32_t count)
{
	for (uint32_t i = first; i < first + count; i++)
		if (w->pages[i].look.mapped)
			return false;
	return true;
}

uint32_t model_hole(const struct world *w, uint32_t count)
{
	uint32_t top = STACK_END - HOLE_GAP - 1 -
		       (PAGE_ALIGN_UP(w->stack_limit) >> PAGE_SHIFT);
	uint32_t free = 0;

	while (top > 0 && free < count) {
		top--;
		free = w->pages[top].look.mapped ? 0 : free + 1;
	}
	return free == count ? top : PAGES;
}

uint32_t model_value(const struct page *p)
{
	if (p->own)
		return p->value;
	return p->look.object_page < FILE_PAGES
		   ? model_files[p->look.object - FILE_FIRST]
			 .value[p->look.object_page]
		   : 0;
}

bool model_is_backed(const struct page *p)
{
	if (p->look.object == ANONYMOUS)
		return true;
	return (uint64_t)p->look.object_page << PAGE_SHIFT <
	       model_files[p->look.object - FILE_FIRST].size;
}

static const char *compare_entry(const struct page *p, struct fake_entry e)
{
	const struct look *l = &p->look;
	bool shared = l->flags & REGION_SHARED;

	if (!e.frame) {
		bool is_lost = p->own && (l->object != ANONYMOUS || p->value);

		return l->mapped && is_lost ? "a value is lost" : NULL;
	}
	if (!l->mapped || l->object == WINDOW)
		return "a page where none can be";
	if (!model_is_backed(p))
		return "a page behind the end of the file";
	if (e.hidden != (l->prot == PROT_NONE))
		return "a page is hidden, or is not";
	if (e.writable && !(l->prot & PROT_WRITE) && !e.hidden)
		return "a page may be written that should not be";
	if (e.writable && !shared && e.frame->references != 1)
		return "a page that others have, too, may be written";
	if (!p->own && e.frame != cached(l))
		return "a page that is not the file's";
	if (*(uint32_t *)frame_address(e.frame) != model_value(p))
		return "another value";
	return NULL;
}

static bool looks_equal(const struct look *a, const struct look *b)
{
	if (!a->mapped || !b->mapped)
		return a->mapped == b->mapped;
	return a->prot == b->prot && a->max_prot == b->max_prot &&
	       a->flags == b->flags && a->object == b->object &&
	       a->object_page == b->object_page;
}

/* Page by page, along the regions. */
static const char *compare_pages(const struct world *w, const struct region *r)
{
	const struct page_tables *pt = shape_tables(w->space);
	uint32_t mapped = 0, present = 0;

	for (uint32_t i = 0; i < PAGES; i++) {
		uint32_t address = PAGE_AT(i);
		struct look look = { 0 };
		struct fake_entry e = fake_entry(pt, address);
		const char *wrong;

		if (r && address >= shape_end_of(r))
			r = region_next(r);
		if (r && address >= shape_start(r))
			look = shape_of(r, address);
		if (!looks_equal(&look, &w->pages[i].look))
			return "a page is mapped otherwise";
		mapped += look.mapped;
		present += e.frame != NULL;
		wrong = compare_entry(&w->pages[i], e);
		if (wrong)
			return wrong;
	}
	if (shape_total(w->space) != mapped)
		return "total";
	if (shape_resident(w->space) != present || fake_entries(pt) != present)
		return "resident";
	return NULL;
}

/* Sorted, apart, and as many as the space says. */
static const char *compare_regions(const struct world *w)
{
	struct region *r = shape_first(w->space), *before = NULL;
	uint32_t count = 0, end = 0;

	for (; r; before = r, r = region_next(r)) {
		if (shape_start(r) < end || shape_start(r) >= shape_end_of(r) ||
		    region_before(r) != before)
			return "regions are not in order";
		end = shape_end_of(r);
		count++;
	}
	if (before != shape_last(w->space))
		return "the last region";
	return count != shape_region_count(w->space) ? "region_count" : NULL;
}

static const char *compare_hole(const struct world *w, uint32_t count)
{
	uint32_t page = model_hole(w, count);
	struct region *above;
	uint32_t hole = region_hole(w->space, count * PAGE_SIZE, &above);

	if (hole != (page == PAGES ? 0 : PAGE_AT(page)))
		return "region_hole()";
	if (hole != 0 && above != space_find_from(w->space, hole))
		return "the region above the hole";
	return NULL;
}

static const char *compare_find(const struct world *w)
{
	uint32_t i = random_below(PAGES), k = i;
	struct region *r = space_find_from(w->space, PAGE_AT(i));

	while (k < PAGES && !w->pages[k].look.mapped)
		k++;
	if (k == PAGES)
		return r ? "space_find_from() finds what is not" : NULL;
	if (!r || MAX(shape_start(r), PAGE_AT(i)) != PAGE_AT(k))
		return "space_find_from()";
	return space_find(w->space, PAGE_AT(i)) != (k == i ? r : NULL)
		   ? "space_find()"
		   : NULL;
}

const char *model_compare(const struct world *w)
{
	const char *wrong = compare_regions(w);

	if (!wrong)
		wrong = compare_pages(w, shape_first(w->space));
	if (!wrong)
		wrong = compare_hole(w, 1 + random_below(3));
	if (!wrong)
		wrong = compare_hole(w, 1 + random_below(200));
	if (!wrong)
		wrong = compare_find(w);
	if (!wrong && shape_heap_end(w->space) != w->heap_end)
		wrong = "the heap's end";
	return wrong;
}

/* Each region holds its object. */
static const char *compare_references(void)
{
	uint32_t count[WINDOW + 1] = { 0 };
	uint32_t writers[WINDOW + 1] = { 0 };

	for (uint32_t i = 0; i < WORLDS; i++) {
		struct region *r =
		    worlds[i].space ? shape_first(worlds[i].space) : NULL;

		for (; r; r = region_next(r)) {
			struct look l = shape_of(r, shape_start(r));

			count[l.object]++;
			writers[l.object] +=
			    l.flags & REGION_SHARED && l.max_prot & PROT_WRITE;
		}
	}
	for (uint32_t i = 0; i < FILES; i++)
		if (shape_file_count(i) != count[FILE_FIRST + i] ||
		    shape_writers(i) != writers[FILE_FIRST + i])
			return "references to a file";
	return shape_window_count() != count[WINDOW]
		   ? "references to the window"
		   : NULL;
}

const char *model_compare_all(void)
{
	const char *wrong = compare_references();

	for (uint32_t i = 0; i < WORLDS && !wrong; i++)
		if (worlds[i].space)
			wrong = model_compare(&worlds[i]);
	return wrong;
}
