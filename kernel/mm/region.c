/* SPDX-License-Identifier: MIT */
/* Regions: how they are made, found, and kept in their space's tree. */
#include "mm/region.h"
#include "lib/assert.h"
#include "machine/irq.h"
#include "mm/layout.h"
#include "mm/object.h"
#include "mm/slab.h"
#include "mm/space.h"
#include <faultline/mman.h>

static struct slab_cache region_cache =
    SLAB_CACHE_INIT(region_cache, "region", struct region);

struct region *space_find_from(const struct space *s, uint32_t address)
{
	struct tree_node *n = s->regions.root;
	struct region *found = NULL;

	while (n) {
		struct region *r = region_of(n);

		if (r->end > address) {
			found = r;
			n = n->child[TREE_BEFORE];
		} else {
			n = n->child[TREE_AFTER];
		}
	}
	return found;
}

struct region *space_find_anew(struct space *s, uint32_t address)
{
	struct region *r = space_find_from(s, address);

	if (!r || r->start > address)
		return NULL;
	s->found = r;
	return r;
}

/* May the program ever change the object through this region? */
static bool region_is_writer(const struct region *r)
{
	return r->flags & REGION_SHARED && r->max_prot & PROT_WRITE;
}

struct region *region_create(struct space *s, const struct region *like,
			     uint32_t start, uint32_t end)
{
	struct region *r = slab_alloc_raw(&region_cache);

	if (!r)
		return NULL;
	*r = *like;
	r->space = s;
	r->start = start;
	r->end = end;
	r->index = region_index(like, start);
	KASSERT(start < end && start >= like->start && end <= like->end);
	KASSERT(start % PAGE_SIZE == 0 && end % PAGE_SIZE == 0);
	object_hold(r->object);
	r->object->writers += region_is_writer(r);
	list_push_back(&r->object->mappings, &r->object_link);
	return r;
}

void region_destroy(struct region *r)
{
	list_remove(&r->object_link);
	r->object->writers -= region_is_writer(r);
	object_release(r->object);
	slab_free(&region_cache, r);
}

/* The address nearest to this one in the range from which mmap() chooses. */
static uint32_t usable(const struct space *s, uint32_t address)
{
	return MIN(MAX(address, MAPPING_START), s->hole_top);
}

/*
 * The bytes that mmap() can use between low, which may be NULL, and the next
 * region, which begins at start.
 */
static uint32_t gap(const struct space *s, const struct region *low,
		    uint32_t start)
{
	return usable(s, start) - usable(s, low ? low->end : 0);
}

void region_set_hole_top(struct space *s, uint32_t top)
{
	struct region *r = region_of(tree_end(&s->regions, TREE_BEFORE));
	struct region *low = NULL;

	KASSERT((top & PAGE_MASK) == 0);
	s->hole_top = top;
	for (; r; low = r, r = region_next(r)) {
		tree_set_value(&r->node, gap(s, low, r->start));
		arch_poll_interrupts();
	}
}

static struct tree_node *node_of(struct region *r)
{
	return r ? &r->node : NULL;
}

void region_insert(struct space *s, struct region *low, struct region *high,
		   struct region *r)
{
	r->node.value = gap(s, low, r->start);
	if (high)
		tree_set_value(&high->node, gap(s, r, high->start));
	tree_insert(&s->regions, node_of(low), node_of(high), &r->node);
	KASSERT(r->space == s && r->start < r->end);
	KASSERT(!low || low->end <= r->start);
	KASSERT(!high || high->start >= r->end);
	s->region_count++;
	s->total += (r->end - r->start) >> PAGE_SHIFT;
}

struct region *region_split(struct space *s, struct region *r, uint32_t address)
{
	struct region *upper = region_create(s, r, address, r->end);

	if (!upper)
		return NULL;
	r->end = address;
	upper->node.value = 0;
	tree_insert(&s->regions, &r->node, tree_step(&r->node, TREE_AFTER),
		    &upper->node);
	s->region_count++;
	return upper;
}

void region_remove(struct space *s, struct region *r)
{
	struct region *high = region_next(r);
	uint32_t length = r->end - r->start;

	if (s->found == r)
		s->found = NULL;
	tree_remove(&s->regions, &r->node);
	if (high)
		tree_set_value(&high->node, high->node.value + r->node.value +
						usable(s, r->end) -
						usable(s, r->start));
	KASSERT(s->region_count > 0 && s->total >= length >> PAGE_SHIFT);
	s->region_count--;
	s->total -= length >> PAGE_SHIFT;
}

void region_resize(struct space *s, struct region *r, uint32_t start,
		   uint32_t end)
{
	struct region *high = end != r->end ? region_next(r) : NULL;

	KASSERT(start < end && start % PAGE_SIZE == 0 && end % PAGE_SIZE == 0);
	tree_set_value(&r->node,
		       r->node.value + usable(s, start) - usable(s, r->start));
	if (high)
		tree_set_value(&high->node,
			       usable(s, high->start) - usable(s, end));
	s->total -= (r->end - r->start) >> PAGE_SHIFT;
	s->total += (end - start) >> PAGE_SHIFT;
	r->start = start;
	r->end = end;
}

uint32_t region_hole(struct space *s, uint32_t length, struct region **above)
{
	struct region *r = region_of(tree_end(&s->regions, TREE_AFTER));

	*above = NULL;
	/* Mostly the stack is there, and nothing is free above it. */
	if (gap(s, r, s->hole_top) >= length)
		return s->hole_top - length;
	r = region_of(tree_find_value(&s->regions, NULL, length));
	*above = r;
	return r ? usable(s, r->start) - length : 0;
}
