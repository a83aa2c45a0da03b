/* SPDX-License-Identifier: MIT */
/* The pages of one file, by index: a radix tree of frames. */
#ifndef KERNEL_MM_PAGECACHE_H
#define KERNEL_MM_PAGECACHE_H

#include "lib/list.h"
#include "mm/frame.h"

/*
 * The page cache of a regular file, which is a part of its vnode.  A page that
 * the cache lacks reads as zeros.  size is the file's length in bytes; an
 * access to a mapping beyond its last page fails.  mm/region.c enters the
 * mappings.
 */
struct page_cache {
	void *root;	 /* a node, or a frame if height is 0; NULL: no page */
	uint32_t height; /* levels of nodes above the frames */
	uint32_t count;	 /* pages present */
	uint64_t size;
	struct list mappings; /* of struct region */
};

/* Makes an empty cache of size 0. */
void page_cache_init(struct page_cache *c);

/* The page at index, or NULL.  The reference remains the cache's. */
struct frame *page_cache_lookup(struct page_cache *c, uint32_t index);

/*
 * The page at index.  If it is missing, a page of zeros is inserted, charged to
 * the running thread's account.  NULL: out of memory.  The reference remains
 * the cache's, so the caller takes its own if the page may be removed
 * meanwhile.
 */
struct frame *page_cache_get(struct page_cache *c, uint32_t index);

/*
 * Makes f the page at index and takes over the caller's reference.  The page
 * that was there, if any, is unmapped everywhere and released.  0, or -ENOMEM:
 * the cache has the same pages as before, and the reference is still the
 * caller's.
 */
int page_cache_insert(struct page_cache *c, uint32_t index, struct frame *f);

/*
 * Sets the file's length to size bytes.  If that is less than before, the pages
 * beyond are unmapped everywhere and removed, and the rest of the last page is
 * cleared.
 */
void page_cache_resize(struct page_cache *c, uint64_t size);

/* How many pages all caches have together. */
uint32_t page_cache_pages(void);

/* Removes all pages and sets the size to 0.  There must be no mappings. */
void page_cache_destroy(struct page_cache *c);

#endif
