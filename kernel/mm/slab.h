/* SPDX-License-Identifier: MIT */
/* Small objects: slab caches, and kmalloc() on top of them. */
#ifndef KERNEL_MM_SLAB_H
#define KERNEL_MM_SLAB_H

#include "lib/list.h"
#include "lib/types.h"

/* Objects of one size.  */
struct slab_cache {
	const char *name;
	uint32_t size;	     /* of an object, rounded up for alignment */
	struct list partial; /* slabs with free objects */
	struct list full;
	uint32_t slabs, objects_in_use;
	struct list link; /* of all caches, from its first slab on */
};

#define SLAB_CACHE_INIT(cache, name, type)                                  \
	{                                                                   \
		name, (sizeof(type) + 7) & ~7u, LIST_INIT((cache).partial), \
		    LIST_INIT((cache).full), 0, 0,                          \
		{                                                           \
			NULL, NULL                                          \
		}                                                           \
	}

/* Memory that is not initialised; NULL when there is none. */
void *slab_alloc(struct slab_cache *c);
void *slab_alloc_zeroed(struct slab_cache *c);
void slab_free(struct slab_cache *c, void *object);

/* Any size up to 4 MB; above 2 KB in whole pages. */
void *kmalloc(size_t size);
void *kzalloc(size_t size);
void kfree(void *p); /* p may be NULL */

/* Pages held by all slabs. */
uint32_t slab_pages(void);

/* Frees at once what a sanitizer would keep for a while. */
void slab_settle(void);

/* The name of the cache of a slab, a frame's owner. */
const char *slab_name(const void *slab);

/* All caches that have had objects, one after another; NULL: the first. */
const struct slab_cache *slab_next_cache(const struct slab_cache *c);

#endif
