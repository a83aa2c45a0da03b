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
	PAGE_ACCESSED = 2, /* results only */
	PAGE_DIRTY = 4,	   /* results only */
};

/* NULL: out of memory. */
struct page_tables *mmu_create(void);
/* All of the program's pages must have been unmapped. */
void mmu_destroy(struct page_tables *pt);

/*
 * Maps f at address; takes over the caller's reference.  An entry that was
 * there is replaced and its frame released.  0 or -ENOMEM.
 */
int mmu_map(struct page_tables *pt, uint32_t address, struct frame *f,
	    unsigned flags);
/* The frame at address and its flags, or NULL. */
struct frame *mmu_lookup(struct page_tables *pt, uint32_t address,
			 unsigned *flags);
/* Changes what an entry that is there allows. */
void mmu_protect(struct page_tables *pt, uint32_t address, unsigned flags);
/* Takes write permission away in [start, end). */
void mmu_protect_range(struct page_tables *pt, uint32_t start, uint32_t end);
/* PROT_NONE: makes the pages of [start, end) unusable, and usable again. */
void mmu_hide_range(struct page_tables *pt, uint32_t start, uint32_t end);
void mmu_show_range(struct page_tables *pt, uint32_t start, uint32_t end);
/* Unmaps [start, end), releasing the frames; returns how many there were. */
uint32_t mmu_unmap_range(struct page_tables *pt, uint32_t start, uint32_t end);
/*
 * Gives to the pages that from has in [start, end), taking write permission
 * away in both where copy_on_write is set.  0 or -ENOMEM (some are copied).
 * *count grows by the number of pages.
 */
int mmu_copy_range(struct page_tables *to, struct page_tables *from,
		   uint32_t start, uint32_t end, bool copy_on_write,
		   uint32_t *count);
/* After mmu_copy_range() took permissions away from the running program. */
void mmu_flush(struct page_tables *pt);
/* Makes the page tables for [start, end), as far as they are missing. */
int mmu_reserve(struct page_tables *pt, uint32_t start, uint32_t end);
/* Moves the entry at from, if any, to the place to, empty and reserved. */
void mmu_move(struct page_tables *pt, uint32_t from, uint32_t to);
/* Pages that hold page tables and directories, all together. */
uint32_t mmu_pages(void);

#endif
