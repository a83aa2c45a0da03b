/* SPDX-License-Identifier: MIT */
/* Small objects: slab caches, and kmalloc() on top of them. */
#ifndef KERNEL_MM_SLAB_H
#define KERNEL_MM_SLAB_H

#include "lib/list.h"
#include "lib/types.h"
#include "mm/account.h"

/*
 * Objects of one size.  The slabs with free objects are in the accounts
 * (mm/account.h): each belongs to one.
 */
struct slab_cache {
	const char *name;
	uint32_t size;	/* of an object, rounded up for alignment */
	bool kept;	/* its objects outlive processes */
	uint32_t index; /* of account->partial[], from its first slab on */
	uint32_t slabs, objects_in_use;
	struct list link; /* of all caches, from its first slab on */
};

#define SLAB_CACHE_SIZED(name, size, kept)               \
	{                                                \
		name, ((size) + 7) & ~7u, kept, 0, 0, 0, \
		{                                        \
			NULL, NULL                       \
		}                                        \
	}
#define SLAB_CACHE_INIT(cache, name, type) \
	SLAB_CACHE_SIZED(name, sizeof(type), false)
#define SLAB_CACHE_INIT_KEPT(cache, name, type) \
	SLAB_CACHE_SIZED(name, sizeof(type), true)

/* An object of zeros, charged to whom the running thread belongs to; NULL when
 * there is none. */
void *slab_alloc(struct slab_cache *c);
/* With what was in it before: the caller writes all of it. */
void *slab_alloc_raw(struct slab_cache *c);
void *slab_alloc_raw_for(struct slab_cache *c, struct account *a);
void slab_free(struct slab_cache *c, void *object);

/* Zeros, any size up to 4 MB; above 2 KB in whole pages. */
void *kmalloc(size_t size);
void *kmalloc_raw(size_t size); /* with what was in it before */
/* For what outlives processes. */
void *kmalloc_kept(size_t size);
void *kmalloc_kept_raw(size_t size);
/* Zeros, charged to whom another object is charged to, as they are a part of
 * it; but there must be room for the running thread's account. */
void *kmalloc_with(size_t size, const void *owner);
void *kmalloc_kept_with(size_t size, const void *owner);
void kfree(void *p); /* p may be NULL */

/* An account that has no process any more keeps no slabs in store. */
void slab_drop_empty(struct account *a);

/* Pages held by all slabs. */
uint32_t slab_pages(void);

/* Frees at once what a sanitizer would keep for a while. */
void slab_settle(void);

/* The name of the cache of a slab, a frame's owner. */
const char *slab_name(const void *slab);

/* All caches that have had objects, one after another; NULL: the first. */
const struct slab_cache *slab_next_cache(const struct slab_cache *c);

#endif
