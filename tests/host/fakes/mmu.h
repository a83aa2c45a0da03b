/* SPDX-License-Identifier: MIT */
/* Page tables that are an array: what tests may ask them besides. */
#ifndef TESTS_HOST_FAKES_MMU_H
#define TESTS_HOST_FAKES_MMU_H

#include "machine/mmu.h"

struct fake_entry {
	struct frame *frame; /* NULL: there is none */
	bool writable, hidden;
};

/* The entry of a page; all zeros where there is none. */
struct fake_entry fake_entry(const struct page_tables *pt, uint32_t address);
/* How many entries have a frame. */
uint32_t fake_entries(const struct page_tables *pt);

#endif
