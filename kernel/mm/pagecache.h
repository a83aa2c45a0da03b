/* SPDX-License-Identifier: MIT */
/* The pages of one file, by index: a radix tree of frames. */
#ifndef KERNEL_MM_PAGECACHE_H
#define KERNEL_MM_PAGECACHE_H

#include "lib/list.h"
#include "mm/frame.h"

/*
 * Every regular file's vnode holds one.  A page that is not there reads as
 * zeros.  size is the file's length in bytes: mappings beyond it fault.
 * mappings is kept by mm/region.c.
 */
struct page_cache {
	void *root;
	uint32_t height; /* levels of nodes above the frames; 0: root is one */
	uint32_t count;	 /* pages present */
	uint64_t size;
	struct list mappings; /* of struct region */
};

void page_cache_init(struct page_cache *c);

/* The page at index without a reference of its own, or NULL. */
struct frame *page_cache_lookup(struct page_cache *c, uint32_t index);

/*
 * The page at index, made of zeros if it is missing; NULL: out of memory.
 * Without a reference of its own: the cache holds it until it is removed.
 */
struct frame *page_cache_get(struct page_cache *c, uint32_t index);

/*
 * Takes over the caller's reference to f, also in the place of a page that
 * is there, which is then unmapped everywhere.  0 or -ENOMEM.
 */
int page_cache_insert(struct page_cache *c, uint32_t index, struct frame *f);

/*
 * Cuts the file to size bytes: unmaps and removes the pages beyond it and
 * clears the tail of the last one.  Growing only sets the size.
 */
void page_cache_resize(struct page_cache *c, uint64_t size);

/* Pages held by all caches. */
uint32_t page_cache_pages(void);

/* Removes all pages; there must be no mappings left. */
void page_cache_destroy(struct page_cache *c);

#endif
