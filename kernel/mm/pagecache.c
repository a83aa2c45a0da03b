/* SPDX-License-Identifier: MIT */
/*
 * A file's pages: a radix tree whose nodes have 64 branches.  A file of one
 * page has no node, and its root is the frame.
 */
#include "mm/pagecache.h"
#include "lib/assert.h"
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
    SLAB_CACHE_INIT_KEPT(node_cache, "cache-node", struct node);

static uint32_t pages; /* in all caches */

uint32_t page_cache_pages(void)
{
	return pages;
}

void page_cache_init(struct page_cache *c)
{
	*c = (struct page_cache){ 0 };
	list_init(&c->mappings);
}

/* Has the tree enough levels for index? */
static bool fits(const struct page_cache *c, uint32_t index)
{
	return c->height * BITS >= 32 || index >> c->height * BITS == 0;
}

struct frame *page_cache_lookup(struct page_cache *c, uint32_t index)
{
	void *p = c->root;

	if (!fits(c, index))
		return NULL;
	for (uint32_t level = c->height; level > 0 && p; level--)
		p = ((struct node *)p)
			->branch[index >> (level - 1) * BITS & (BRANCHES - 1)];
	return p;
}

/* Adds levels at the top until index has a place. */
static int grow(struct page_cache *c, uint32_t index)
{
	while (!fits(c, index)) {
		struct node *n = NULL;

		if (c->root) {
			n = slab_alloc(&node_cache);
			if (!n)
				return -ENOMEM;
			n->branch[0] = c->root;
		}
		c->root = n;
		c->height++;
	}
	return 0;
}

/*
 * Where the tree has the pointer to the frame at index.  Nodes that are missing
 * are made.  NULL: out of memory.
 */
static struct frame **place(struct page_cache *c, uint32_t index)
{
	void **p = &c->root;

	if (grow(c, index) != 0)
		return NULL;
	for (uint32_t level = c->height; level > 0; level--) {
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

int page_cache_insert(struct page_cache *c, uint32_t index, struct frame *f)
{
	struct frame **at, *old;

	frame_keep(f, 0);
	at = place(c, index);
	if (!at) {
		return -ENOMEM;
	}
	old = *at;
	*at = f;
	if (!old) {
		c->count++;
		pages++;
	}
	if (old) {
		space_unmap_cache_page(c, index);
		frame_release(old);
	}
	return 0;
}

struct frame *page_cache_get(struct page_cache *c, uint32_t index)
{
	struct frame *f = page_cache_lookup(c, index);

	if (f)
		return f;
	f = frame_alloc(0);
	if (f && page_cache_insert(c, index, f) != 0) {
		frame_release(f);
		return NULL;
	}
	return f;
}

/*
 * Releases the frames with an index of first or more in the branch p, and the
 * nodes that become empty.  Returns true if p itself is gone.  base is the
 * index of the branch's first page.
 */
static bool prune(struct page_cache *c, void *p, uint32_t level, uint32_t base,
		  uint32_t first)
{
	struct node *n = p;
	bool empty = true;

	if (level == 0) {
		if (base < first)
			return false;
		frame_release(p);
		c->count--;
		pages--;
		return true;
	}
	for (uint32_t i = 0; i < BRANCHES; i++) {
		uint32_t step = 1u << (level - 1) * BITS;
		uint32_t start = base + i * step;

		if (!n->branch[i])
			continue;
		if (start + (step - 1) >= first &&
		    prune(c, n->branch[i], level - 1, start, first))
			n->branch[i] = NULL;
		else
			empty = false;
	}
	if (empty)
		slab_free(&node_cache, n);
	arch_poll_interrupts(); /* a file may be as large as memory */
	return empty;
}

/* Removes all pages with an index of first or more. */
static void remove_from(struct page_cache *c, uint32_t first)
{
	if (c->root && prune(c, c->root, c->height, 0, first)) {
		c->root = NULL;
		c->height = 0;
	}
}

void page_cache_resize(struct page_cache *c, uint64_t size)
{
	uint32_t first = (uint32_t)((size + PAGE_MASK) >> PAGE_SHIFT);
	uint32_t tail = (uint32_t)size & PAGE_MASK;
	struct frame *f;

	if (size < c->size) {
		c->size = size;
		space_unmap_cache(c, first);
		remove_from(c, first);
		f = tail ? page_cache_lookup(c, first - 1) : NULL;
		if (f)
			memset((char *)frame_address(f) + tail, 0,
			       PAGE_SIZE - tail);
	}
	c->size = size;
}

void page_cache_destroy(struct page_cache *c)
{
	KASSERT(list_empty(&c->mappings));
	remove_from(c, 0);
	c->size = 0;
}
