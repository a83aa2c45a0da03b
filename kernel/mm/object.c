/* SPDX-License-Identifier: MIT */
/*
 * Memory objects, and the pages that one keeps: a radix tree with 64 branches a
 * node.  An object of one page has no node: its root is the frame.
 */
#include "mm/object.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "mm/slab.h"
#include "mm/space.h"

#define BITS	 6
#define BRANCHES (1u << BITS)

struct node {
	void *branch[BRANCHES]; /* nodes, or frames at the lowest level */
};

static struct slab_cache node_cache =
    SLAB_CACHE_INIT_KEPT(node_cache, "object-node", struct node);

static uint32_t pages; /* in all objects */

uint32_t object_pages(void)
{
	return pages;
}

void object_init(struct object *o, const struct object_ops *ops)
{
	*o = (struct object){ .ops = ops, .references = 1 };
	list_init(&o->mappings);
}

static bool fits(const struct object *o, uint32_t index)
{
	return o->height * BITS >= 32 || index >> o->height * BITS == 0;
}

struct frame *object_lookup(struct object *o, uint32_t index)
{
	void *p = o->root;

	if (!fits(o, index))
		return NULL;
	for (uint32_t level = o->height; level > 0 && p; level--)
		p = ((struct node *)p)
			->branch[index >> (level - 1) * BITS & (BRANCHES - 1)];
	return p;
}

/* Adds levels at the top until index has a place. */
static int grow(struct object *o, uint32_t index)
{
	while (!fits(o, index)) {
		struct node *n = NULL;

		if (o->root) {
			n = slab_alloc(&node_cache);
			if (!n)
				return -ENOMEM;
			n->branch[0] = o->root;
		}
		o->root = n;
		o->height++;
	}
	return 0;
}

/* The place for the frame at index, its nodes made if they are missing. */
static struct frame **place(struct object *o, uint32_t index)
{
	void **p = &o->root;

	if (grow(o, index) != 0)
		return NULL;
	for (uint32_t level = o->height; level > 0; level--) {
		if (!*p) {
			*p = slab_alloc(&node_cache);
			if (!*p)
				return NULL;
		}
		p = &((struct node *)*p)
			 ->branch[index >> (level - 1) * BITS & (BRANCHES - 1)];
	}
	return (struct frame **)p;
}

int object_insert(struct object *o, uint32_t index, struct frame *f)
{
	struct frame **at, *old;

	KASSERT(f->references > 0 && !object_is_window(o));
	frame_keep(f, 0);
	at = place(o, index);
	if (!at)
		return -ENOMEM;
	old = *at;
	*at = f;
	if (!old) {
		o->count++;
		pages++;
	}
	if (old) {
		space_unmap_page(o, index);
		frame_release(old);
	}
	return 0;
}

struct frame *object_get(struct object *o, uint32_t index)
{
	struct frame *f = object_lookup(o, index);

	if (f)
		return f;
	f = frame_alloc(0);
	if (f && object_insert(o, index, f) != 0) {
		frame_release(f);
		return NULL;
	}
	return f;
}

/*
 * Releases the frames from first on below p, and nodes that become empty.
 * Returns true if p itself did.  base is the index of p's first page.
 */
static bool prune(struct object *o, void *p, uint32_t level, uint32_t base,
		  uint32_t first)
{
	struct node *n = p;
	bool empty = true;

	if (level == 0) {
		if (base < first)
			return false;
		frame_release(p);
		o->count--;
		pages--;
		return true;
	}
	for (uint32_t i = 0; i < BRANCHES; i++) {
		uint32_t step = 1u << (level - 1) * BITS;
		uint32_t start = base + i * step;

		if (!n->branch[i])
			continue;
		if (start + (step - 1) >= first &&
		    prune(o, n->branch[i], level - 1, start, first))
			n->branch[i] = NULL;
		else
			empty = false;
	}
	if (empty)
		slab_free(&node_cache, n);
	arch_poll_interrupts(); /* a file may be as large as memory */
	return empty;
}

static void remove_from(struct object *o, uint32_t first)
{
	if (o->root && prune(o, o->root, o->height, 0, first)) {
		o->root = NULL;
		o->height = 0;
	}
}

void object_resize(struct object *o, uint64_t size)
{
	uint32_t first = (uint32_t)((size + PAGE_MASK) >> PAGE_SHIFT);
	uint32_t tail = (uint32_t)size & PAGE_MASK;
	struct frame *f;

	if (size < o->size) {
		o->size = size;
		space_unmap_from(o, first);
		remove_from(o, first);
		f = tail ? object_lookup(o, first - 1) : NULL;
		if (f)
			memset((char *)frame_address(f) + tail, 0,
			       PAGE_SIZE - tail);
	}
	o->size = size;
}

void object_clear(struct object *o)
{
	KASSERT(list_empty(&o->mappings));
	remove_from(o, 0);
	o->size = 0;
}

int object_kept_page(struct object *o, const struct page_request *q,
		     struct frame **f)
{
	if ((uint64_t)q->index << PAGE_SHIFT >= o->size)
		return -ENXIO;
	*f = object_lookup(o, q->index);
	if (!*f) {
		/* It would stay when the program has gone. */
		if (frames_for_files() == 0)
			return -ENXIO;
		*f = object_get(o, q->index);
		if (!*f)
			return -ENOMEM;
	}
	frame_hold(*f);
	return 0;
}
