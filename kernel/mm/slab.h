/* SPDX-License-Identifier: MIT */
/* Small objects: slab caches, and kmalloc() on top of them. */
#ifndef KERNEL_MM_SLAB_H
#define KERNEL_MM_SLAB_H

#include "lib/list.h"
#include "lib/types.h"
#include "mm/account.h"

/*
 * A cache has objects of one size.  Its slabs are listed only while they have
 * free objects, in the account that each slab belongs to (mm/account.h).
 */
struct slab_cache {
	const char *name;
	uint32_t size;	/* of an object, rounded up for alignment */
	bool kept;	/* its objects outlive processes */
	uint32_t index; /* in account->partial[]; 0 before its first slab */
	uint32_t slabs, objects_in_use;
	struct list link; /* of caches that have had a slab */
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

/*
 * Allocates an object full of zeros, charged to the running thread's account.
 * NULL: out of memory, as frames_are_scarce() or, for a cache of kept objects,
 * frames_for_files() sees it.
 */
void *slab_alloc(struct slab_cache *c);
/* The same without the zeros: the caller must write all of it. */
void *slab_alloc_raw(struct slab_cache *c);
/* The same for an account that the caller names. */
void *slab_alloc_raw_for(struct slab_cache *c, struct account *a);
/* Frees an object of c. */
void slab_free(struct slab_cache *c, void *object);

/*
 * Allocates size bytes full of zeros, charged to the running thread's account.
 * Above 2032 bytes these are 2^n whole pages, up to 4 MB.  NULL: out of memory,
 * or size is more.
 */
void *kmalloc(size_t size);
/* The same without the zeros: the caller must write all of it. */
void *kmalloc_raw(size_t size);
/* The same for what outlives processes; it counts in account->kept. */
void *kmalloc_kept(size_t size);
void *kmalloc_kept_raw(size_t size);
/*
 * The same for a part of an object, charged to the object's account.  What
 * frames_are_scarce() and frames_for_files() say about the running thread's
 * account decides nevertheless.  owner is from an allocator, or a part of the
 * kernel itself, which is root's.
 */
void *kmalloc_with(size_t size, const void *owner);
void *kmalloc_kept_with(size_t size, const void *owner);
/* Frees what any of these returned; p may be NULL. */
void kfree(void *p);

/* Frees the empty slabs of an account, which it will not need any more. */
void slab_drop_empty(struct account *a);

/* How many pages all slabs have together. */
uint32_t slab_pages(void);

/* Frees what a sanitizer keeps in its quarantine, so that counts are exact. */
void slab_settle(void);

/* The name of a slab's cache; slab is the owner of a frame with FRAME_SLAB. */
const char *slab_name(const void *slab);

/*
 * The cache after c among those that have had a slab, or NULL after the last
 * one.  The first if c is NULL.
 */
const struct slab_cache *slab_next_cache(const struct slab_cache *c);

#endif
