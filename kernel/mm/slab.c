/* SPDX-License-Identifier: MIT */
/*
 * A slab is a page, or two, cut into objects of one size.  The slab's own
 * record lies at its start.  Its free objects are linked through their first
 * words.  The frame record of each of its pages points to the slab, so kfree()
 * finds it.
 */
#include "mm/slab.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "mm/frame.h"
#include "proc/thread.h"
#include "sanitize.h"

struct slab {
	struct slab_cache *cache;
	struct list link;	 /* of partial slabs; in none when full */
	void *free;		 /* first free object */
	struct account *account; /* the owner of all objects */
	uint32_t in_use;
};

#define SLAB_HEADER ((sizeof(struct slab) + 7) & ~7u)

/* The sizes of kmalloc(), and the same again for what outlives processes. */
static struct slab_cache kmalloc_caches[] = {
	SLAB_CACHE_SIZED("kmalloc-16", 16, false),
	SLAB_CACHE_SIZED("kmalloc-32", 32, false),
	SLAB_CACHE_SIZED("kmalloc-64", 64, false),
	SLAB_CACHE_SIZED("kmalloc-96", 96, false),
	SLAB_CACHE_SIZED("kmalloc-128", 128, false),
	SLAB_CACHE_SIZED("kmalloc-192", 192, false),
	SLAB_CACHE_SIZED("kmalloc-256", 256, false),
	SLAB_CACHE_SIZED("kmalloc-512", 512, false),
	SLAB_CACHE_SIZED("kmalloc-1008", 1008, false),
	SLAB_CACHE_SIZED("kmalloc-2032", 2032, false),
};

static struct slab_cache kept_caches[] = {
	SLAB_CACHE_SIZED("kept-16", 16, true),
	SLAB_CACHE_SIZED("kept-32", 32, true),
	SLAB_CACHE_SIZED("kept-64", 64, true),
	SLAB_CACHE_SIZED("kept-96", 96, true),
	SLAB_CACHE_SIZED("kept-128", 128, true),
	SLAB_CACHE_SIZED("kept-192", 192, true),
	SLAB_CACHE_SIZED("kept-256", 256, true),
	SLAB_CACHE_SIZED("kept-512", 512, true),
	SLAB_CACHE_SIZED("kept-1008", 1008, true),
	SLAB_CACHE_SIZED("kept-2032", 2032, true),
};

_Static_assert(ARRAY_SIZE(kept_caches) == ARRAY_SIZE(kmalloc_caches),
	       "the same sizes");

static uint32_t pages; /* of all slabs */

/* Caches that have had a slab. */
static struct list caches = LIST_INIT(caches);

/* Slabs of large objects have two pages, so that less is left over. */
static unsigned slab_order(const struct slab_cache *c)
{
	return c->size > 1024 ? 1 : 0;
}

/*
 * The slabs of c with free objects that belong to a.  While c has had no slab
 * its index is 0, and that list is always empty.
 */
static struct list *partial_slabs(const struct slab_cache *c, struct account *a)
{
	return &a->partial[c->index];
}

/* Gives a cache its index, when it gets its first slab. */
static void enter_cache(struct slab_cache *c)
{
	static uint32_t last_index;

	if (c->index != 0)
		return;
	c->index = ++last_index;
	KASSERT(c->index < ACCOUNT_CACHES);
	list_push_back(&caches, &c->link);
}

static struct frame *slab_frames(const struct slab_cache *c, struct account *a)
{
	unsigned order = slab_order(c);

	if (c->kept ? frames_for_files() == 0 : frames_are_scarce())
		return NULL;
	return frame_alloc_raw_for(order, a);
}

static struct slab *slab_create(struct slab_cache *c, struct account *a)
{
	unsigned order = slab_order(c);
	struct frame *f = slab_frames(c, a);
	struct slab *s;
	uint32_t stride = c->size + SANITIZE_RED_ZONE;
	char *object, *end;

	if (!f)
		return NULL;
	s = frame_address(f);
	if (c->kept)
		frame_keep(f, order);
	for (unsigned i = 0; i < 1u << order; i++) {
		f[i].flags |= FRAME_SLAB;
		f[i].owner = s;
	}
	*s = (struct slab){ .cache = c, .account = a };
	end = (char *)s + (PAGE_SIZE << order);
	sanitize_slab_made(s, SLAB_HEADER, PAGE_SIZE << order);
	for (object = end - stride; object >= (char *)s + SLAB_HEADER;
	     object -= stride) {
		*(void **)object = s->free;
		s->free = object;
	}
	enter_cache(c);
	list_push_front(partial_slabs(c, a), &s->link);
	c->slabs++;
	pages += 1u << order;
	return s;
}

static void slab_destroy(struct slab *s)
{
	struct slab_cache *c = s->cache;
	unsigned order = slab_order(c);
	struct frame *f = frame_of(s);

	KASSERT(s->in_use == 0);
	list_remove(&s->link);
	for (unsigned i = 0; i < 1u << order; i++)
		f[i].flags &= (uint8_t)~FRAME_SLAB;
	frame_free(f, order);
	c->slabs--;
	pages -= 1u << order;
}

void slab_drop_empty(struct account *a)
{
	for (unsigned i = 0; i < ACCOUNT_CACHES; i++) {
		list_for_each_safe (link, &a->partial[i]) {
			struct slab *s = list_entry(link, struct slab, link);

			if (s->in_use == 0)
				slab_destroy(s);
		}
	}
}

static inline void *take_object(struct slab_cache *c, struct account *a)
{
	struct list *partial = partial_slabs(c, a);
	struct slab *s;
	void *object = NULL;

	if (list_empty(partial))
		s = slab_create(c, a);
	else
		s = list_first(partial, struct slab, link);
	if (s) {
		object = s->free;
		s->free = *(void **)object;
		s->in_use++;
		c->objects_in_use++;
		if (!s->free)
			list_remove(&s->link);
	}
	return object;
}

static bool empty_quarantine(void);

static inline void *get_object(struct slab_cache *c, struct account *a)
{
	void *object;

	if (fault_injected())
		return NULL;
	object = take_object(c, a);
	if (!object && empty_quarantine())
		object = take_object(c, a);
	if (object)
		sanitize_object_given(object, c->size);
	return object;
}

void *slab_alloc_raw(struct slab_cache *c)
{
	return get_object(c, account_current());
}

void *slab_alloc(struct slab_cache *c)
{
	void *object = get_object(c, account_current());

	if (object)
		memset(object, 0, c->size);
	return object;
}

void *slab_alloc_raw_for(struct slab_cache *c, struct account *a)
{
	return get_object(c, a);
}

/*
 * A slab that becomes empty is freed, unless it is the only partial slab of its
 * cache and account, and something counted still belongs to the account: then
 * the next allocation will want it.
 */
static inline void free_object(struct slab *s, void *object)
{
	struct slab_cache *c = s->cache;

	KASSERT(s->in_use > 0);
	if (!s->free)
		list_push_front(partial_slabs(c, s->account), &s->link);
	*(void **)object = s->free;
	s->free = object;
	s->in_use--;
	/* Destroying the account's last slab frees the account, and with it
	 * an object of another slab. */
	if (s->in_use == 0 &&
	    (s->link.next != s->link.prev || s->account->references == 0))
		slab_destroy(s);
}

/*
 * Frees the objects that the sanitizer holds back in its quarantine.  Returns
 * true if there were any.  Other kernels have no quarantine.
 */
static bool empty_quarantine(void)
{
	bool any = false;
	void *object;

	for (; (object = sanitize_object_oldest()); any = true)
		free_object(frame_of(object)->owner, object);
	return any;
}

/* Frees an object, or an older one whose place in the quarantine it takes. */
static inline void give_back(struct slab *s, void *object)
{
	void *old = sanitize_object_freed(object, s->cache->size);

	s->cache->objects_in_use--;
	if (old == object)
		free_object(s, object);
	else if (old)
		free_object(frame_of(old)->owner, old);
}

/*
 * The slab of an object of c.  The record of a slab of one page lies where the
 * object's page begins, which needs no look at the frame.
 */
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

/* Tells the sanitizer that size of the object's bytes will be used. */
static inline void *cut(void *object, size_t size, size_t all)
{
	if (object)
		sanitize_object_cut(object, size, all);
	return object;
}

/*
 * Allocates from the smallest of the caches that suffices.  of_size is one of
 * the two arrays above.  What is larger than all gets whole frames.
 */
static void *allocate(struct slab_cache *of_size, size_t size,
		      struct account *a)
{
	bool kept = of_size->kept;
	struct frame *f;
	unsigned order = 0;

	for (unsigned i = 0; i < ARRAY_SIZE(kmalloc_caches); i++)
		if (size <= of_size[i].size)
			return cut(get_object(&of_size[i], a), size,
				   of_size[i].size);
	while (PAGE_SIZE << order < size)
		if (++order > FRAME_MAX_ORDER)
			return NULL;
	if (kept ? frames_for_files() < 1u << order : frames_are_scarce())
		return NULL;
	f = frame_alloc_raw_for(order, a);
	if (!f)
		return NULL;
	if (kept)
		frame_keep(f, order);
	return cut(frame_address(f), size, PAGE_SIZE << order);
}

void *kmalloc_raw(size_t size)
{
	return allocate(kmalloc_caches, size, account_current());
}

static void *clear(void *p, size_t size)
{
	return p ? memset(p, 0, size) : NULL;
}

void *kmalloc(size_t size)
{
	return clear(kmalloc_raw(size), size);
}

void *kmalloc_kept_raw(size_t size)
{
	return allocate(kept_caches, size, account_current());
}

void *kmalloc_kept(size_t size)
{
	return clear(kmalloc_kept_raw(size), size);
}

/*
 * The account that an object is charged to.  A reserved frame has the index of
 * root's, so an object that is a part of the kernel itself is root's.
 */
static struct account *account_of(const void *object)
{
	return accounts[frame_of(object)->account];
}

void *kmalloc_with(size_t size, const void *owner)
{
	return clear(allocate(kmalloc_caches, size, account_of(owner)), size);
}

void *kmalloc_kept_with(size_t size, const void *owner)
{
	return clear(allocate(kept_caches, size, account_of(owner)), size);
}

void kfree(void *p)
{
	struct frame *f;

	if (!p)
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
