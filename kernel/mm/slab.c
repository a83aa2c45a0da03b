/* SPDX-License-Identifier: MIT */
/*
 * Slabs: a page, or a few, cut into objects of one size.  The slab's own
 * record lies at its start; its free objects are linked through their first
 * word.  The frame of every page points to the slab, so kfree() finds it.
 */
#include "mm/slab.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "mm/frame.h"
#include "sanitize.h"

struct slab {
	struct slab_cache *cache;
	struct list link; /* of the cache's partial or full slabs */
	void *free;	  /* first free object */
	uint32_t in_use;
	uint32_t unused_bytes; /* alignment */
};

#define SLAB_HEADER ((sizeof(struct slab) + 7) & ~7u)

/* kmalloc()'s sizes. */
#define KMALLOC_CACHE(n, size)                                              \
	{                                                                   \
		n, size, LIST_INIT(kmalloc_caches[KMALLOC_##size].partial), \
		    LIST_INIT(kmalloc_caches[KMALLOC_##size].full), 0, 0,   \
		{                                                           \
			NULL, NULL                                          \
		}                                                           \
	}

enum {
	KMALLOC_16,
	KMALLOC_32,
	KMALLOC_64,
	KMALLOC_96,
	KMALLOC_128,
	KMALLOC_192,
	KMALLOC_256,
	KMALLOC_512,
	KMALLOC_1008,
	KMALLOC_2032,
	KMALLOC_CACHES
};

static struct slab_cache kmalloc_caches[KMALLOC_CACHES] = {
	KMALLOC_CACHE("kmalloc-16", 16),
	KMALLOC_CACHE("kmalloc-32", 32),
	KMALLOC_CACHE("kmalloc-64", 64),
	KMALLOC_CACHE("kmalloc-96", 96),
	KMALLOC_CACHE("kmalloc-128", 128),
	KMALLOC_CACHE("kmalloc-192", 192),
	KMALLOC_CACHE("kmalloc-256", 256),
	KMALLOC_CACHE("kmalloc-512", 512),
	KMALLOC_CACHE("kmalloc-1008", 1008),
	KMALLOC_CACHE("kmalloc-2032", 2032),
};

static uint32_t pages;

/* Caches that have had a slab. */
static struct list caches = LIST_INIT(caches);

/* Slabs of large objects are larger, to waste little. */
static unsigned slab_order(const struct slab_cache *c)
{
	return c->size > 1024 ? 1 : 0;
}

static struct slab *slab_create(struct slab_cache *c)
{
	unsigned order = slab_order(c);
	struct frame *f = frames_are_scarce() ? NULL : frame_alloc(order);
	struct slab *s;
	uint32_t stride = c->size + SANITIZE_RED_ZONE;
	char *object, *end;

	if (f == NULL)
		return NULL;
	s = frame_address(f);
	for (unsigned i = 0; i < 1u << order; i++) {
		f[i].flags |= FRAME_SLAB;
		f[i].owner = s;
	}
	*s = (struct slab){ .cache = c };
	end = (char *)s + (PAGE_SIZE << order);
	sanitize_slab_made(s, SLAB_HEADER, PAGE_SIZE << order);
	for (object = end - stride; object >= (char *)s + SLAB_HEADER;
	     object -= stride) {
		*(void **)object = s->free;
		s->free = object;
	}
	list_push_front(&c->partial, &s->link);
	if (c->link.next == NULL)
		list_push_back(&caches, &c->link);
	c->slabs++;
	pages += 1u << order;
	return s;
}

static void slab_destroy(struct slab *s)
{
	struct slab_cache *c = s->cache;
	unsigned order = slab_order(c);
	struct frame *f = frame_of(s);

	list_remove(&s->link);
	for (unsigned i = 0; i < 1u << order; i++)
		f[i].flags &= (uint8_t)~FRAME_SLAB;
	frame_free(f, order);
	c->slabs--;
	pages -= 1u << order;
}

static bool empty_quarantine(void);

static void *take_object(struct slab_cache *c)
{
	struct slab *s;
	void *object = NULL;

	if (list_empty(&c->partial))
		s = slab_create(c);
	else
		s = list_first(&c->partial, struct slab, link);
	if (s != NULL) {
		object = s->free;
		s->free = *(void **)object;
		s->in_use++;
		c->objects_in_use++;
		if (s->free == NULL) {
			list_remove(&s->link);
			list_push_front(&c->full, &s->link);
		}
	}
	return object;
}

void *slab_alloc(struct slab_cache *c)
{
	void *object;

	if (fault_injected())
		return NULL;
	object = take_object(c);
	if (!object && empty_quarantine())
		object = take_object(c);
	if (object)
		sanitize_object_given(object, c->size);
	return object;
}

void *slab_alloc_zeroed(struct slab_cache *c)
{
	void *object = slab_alloc(c);

	if (object != NULL)
		memset(object, 0, c->size);
	return object;
}

/* An empty slab is kept while it is the cache's only partial one. */
static inline void free_object(struct slab *s, void *object)
{
	struct slab_cache *c = s->cache;

	KASSERT(s->in_use > 0);
	if (s->free == NULL) {
		list_remove(&s->link);
		list_push_front(&c->partial, &s->link);
	}
	*(void **)object = s->free;
	s->free = object;
	s->in_use--;
	if (s->in_use == 0 && (s->link.next != s->link.prev))
		slab_destroy(s);
}

/* Frees what the quarantine, if there is one, holds.  True: it held something.
 */
static bool empty_quarantine(void)
{
	bool any = false;
	void *object;

	for (; (object = sanitize_object_oldest()); any = true)
		free_object(frame_of(object)->owner, object);
	return any;
}

/* An object is free from now on, or when it leaves the quarantine. */
static void give_back(struct slab *s, void *object)
{
	void *old = sanitize_object_freed(object, s->cache->size);

	s->cache->objects_in_use--;
	if (old == object)
		free_object(s, object);
	else if (old)
		free_object(frame_of(old)->owner, old);
}

/* The record of a slab of one page is where the object's page begins. */
static struct slab *slab_of(const struct slab_cache *c, void *object)
{
	if (slab_order(c) == 0)
		return (struct slab *)((uintptr_t)object & ~PAGE_MASK);
	return frame_of(object)->owner;
}

void slab_free(struct slab_cache *c, void *object)
{
	struct slab *s = slab_of(c, object);

	KASSERT(s->cache == c);
	give_back(s, object);
}

/* An object of which only size bytes are used. */
static void *alloc_cut(struct slab_cache *c, size_t size)
{
	void *object = slab_alloc(c);

	if (object)
		sanitize_object_cut(object, size, c->size);
	return object;
}

void *kmalloc(size_t size)
{
	struct frame *f;
	unsigned order = 0;

	for (unsigned i = 0; i < KMALLOC_CACHES; i++)
		if (size <= kmalloc_caches[i].size)
			return alloc_cut(&kmalloc_caches[i], size);
	while (PAGE_SIZE << order < size)
		if (++order > FRAME_MAX_ORDER)
			return NULL;
	f = frames_are_scarce() ? NULL : frame_alloc(order);
	if (!f)
		return NULL;
	sanitize_object_cut(frame_address(f), size, PAGE_SIZE << order);
	return frame_address(f);
}

void *kzalloc(size_t size)
{
	void *p = kmalloc(size);

	if (p != NULL)
		memset(p, 0, size);
	return p;
}

void kfree(void *p)
{
	struct frame *f;

	if (p == NULL)
		return;
	f = frame_of(p);
	if (f->flags & FRAME_SLAB)
		give_back(f->owner, p);
	else
		frame_free(f, f->order);
}

uint32_t slab_pages(void)
{
	return pages;
}

const struct slab_cache *slab_next_cache(const struct slab_cache *c)
{
	const struct list *next = c ? c->link.next : caches.next;

	return next == &caches ? NULL
			       : list_entry(next, struct slab_cache, link);
}

void slab_settle(void)
{
	empty_quarantine();
}

const char *slab_name(const void *slab)
{
	return ((const struct slab *)slab)->cache->name;
}
