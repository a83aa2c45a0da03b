/* SPDX-License-Identifier: MIT */
/* Page tables: which frames a program sees, and where. */
#ifndef KERNEL_MACHINE_MMU_H
#define KERNEL_MACHINE_MMU_H

#include "lib/types.h"

struct frame;
struct page_tables;

/* What a page table entry allows, besides being read. */
enum page_flag {
	PAGE_WRITE = 1,
	PAGE_ACCESSED = 2, /* only in results: it was used */
	PAGE_DIRTY = 4,	   /* only in results: it was written to */
};

/* Page tables without pages of a program; NULL: no memory. */
struct page_tables *mmu_create(void);
/* All of the program's pages must have been unmapped. */
void mmu_destroy(struct page_tables *pt);

/*
 * Maps f at address, and takes over the caller's reference.  An entry that was
 * there is replaced, and its frame released.  0, or -ENOMEM; then the reference
 * stays the caller's.
 */
int mmu_map(struct page_tables *pt, uint32_t address, struct frame *f,
	    unsigned flags);
/* The frame at address, not held, and its flags; NULL: none that is usable. */
struct frame *mmu_lookup(struct page_tables *pt, uint32_t address,
			 unsigned *flags);
/* Changes what the entry at address allows, if there is one. */
void mmu_protect(struct page_tables *pt, uint32_t address, unsigned flags);
/* Takes write permission away in [start, end). */
void mmu_protect_range(struct page_tables *pt, uint32_t start, uint32_t end);
/* For PROT_NONE: make the pages of [start, end) unusable, and usable again. */
void mmu_hide_range(struct page_tables *pt, uint32_t start, uint32_t end);
void mmu_show_range(struct page_tables *pt, uint32_t start, uint32_t end);
/* Unmaps [start, end), and releases the frames; returns how many. */
uint32_t mmu_unmap_range(struct page_tables *pt, uint32_t start, uint32_t end);
/*
 * Maps the pages that `from' has in [start, end) in `to', too.  If
 * copy_on_write is set, both lose write permission.  *count grows by the number
 * of pages. 0, or -ENOMEM after a part of them.
 */
int mmu_copy_range(struct page_tables *to, struct page_tables *from,
		   uint32_t start, uint32_t end, bool copy_on_write,
		   uint32_t *count);
/* To be called after mmu_copy_range() has taken write permission from pt. */
void mmu_flush(struct page_tables *pt);
/* Makes the page tables for [start, end) that are missing: 0 or -ENOMEM. */
int mmu_reserve(struct page_tables *pt, uint32_t start, uint32_t end);
/* Moves the entry at `from', if any, to `to', which mmu_reserve() has made. */
void mmu_move(struct page_tables *pt, uint32_t from, uint32_t to);
/* How many pages all page tables and directories take. */
uint32_t mmu_pages(void);

#endif
