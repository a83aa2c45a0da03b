/* SPDX-License-Identifier: MIT */
/*
 * Page tables of two levels, as in arch/i386/paging.c, but of pointers: so
 * that a table may be missing, and its allocation fail.
 */
#include "fakes/mmu.h"
#include "lib/assert.h"
#include "mm/frame.h"
#include "mm/inject.h"
#include "mm/layout.h"
#include <stdlib.h>
#include <string.h>

#define ENTRIES 1024u

struct page_tables {
	struct fake_entry *table[ENTRIES];
	uint32_t entries;
};

static uint32_t pages;

static struct fake_entry *entry_of(const struct page_tables *pt,
				   uint32_t address)
{
	struct fake_entry *table = pt->table[address >> 22];

	return table ? &table[address >> PAGE_SHIFT & (ENTRIES - 1)] : NULL;
}

static struct fake_entry *entry_make(struct page_tables *pt, uint32_t address)
{
	struct fake_entry **table = &pt->table[address >> 22];

	KASSERT(address < FL_USER_END);
	if (!*table) {
		if (fault_injected())
			return NULL;
		*table = calloc(ENTRIES, sizeof(**table));
		pages++;
	}
	return entry_of(pt, address);
}

struct fake_entry fake_entry(const struct page_tables *pt, uint32_t address)
{
	struct fake_entry *e = entry_of(pt, address);

	return e ? *e : (struct fake_entry){ 0 };
}

uint32_t fake_entries(const struct page_tables *pt)
{
	return pt->entries;
}

struct page_tables *mmu_create(void)
{
	if (fault_injected())
		return NULL;
	pages++;
	return calloc(1, sizeof(struct page_tables));
}

void mmu_destroy(struct page_tables *pt)
{
	KASSERT(pt->entries == 0);
	for (uint32_t i = 0; i < ENTRIES; i++) {
		pages -= pt->table[i] != NULL;
		free(pt->table[i]);
	}
	pages--;
	free(pt);
}

uint32_t mmu_pages(void)
{
	return pages;
}

int mmu_map(struct page_tables *pt, uint32_t address, struct frame *f,
	    unsigned flags)
{
	struct fake_entry *e = entry_make(pt, address);

	if (!e)
		return -ENOMEM;
	if (e->frame)
		frame_release(e->frame);
	else
		pt->entries++;
	*e = (struct fake_entry){ f, flags & PAGE_WRITE, false };
	return 0;
}

struct frame *mmu_lookup(struct page_tables *pt, uint32_t address,
			 unsigned *flags)
{
	struct fake_entry *e = entry_of(pt, address);

	if (!e || e->hidden)
		return NULL;
	*flags = e->writable ? PAGE_WRITE : 0;
	return e->frame;
}

void mmu_protect(struct page_tables *pt, uint32_t address, unsigned flags)
{
	struct fake_entry *e = entry_of(pt, address);

	if (e && e->frame && !e->hidden)
		e->writable = flags & PAGE_WRITE;
}

void mmu_protect_range(struct page_tables *pt, uint32_t start, uint32_t end)
{
	for (; start < end; start += PAGE_SIZE) {
		struct fake_entry *e = entry_of(pt, start);

		if (e)
			e->writable = false;
	}
}

static void set_hidden(struct page_tables *pt, uint32_t start, uint32_t end,
		       bool hidden)
{
	for (; start < end; start += PAGE_SIZE) {
		struct fake_entry *e = entry_of(pt, start);

		if (e && e->frame)
			e->hidden = hidden;
	}
}

void mmu_hide_range(struct page_tables *pt, uint32_t start, uint32_t end)
{
	set_hidden(pt, start, end, true);
}

void mmu_show_range(struct page_tables *pt, uint32_t start, uint32_t end)
{
	set_hidden(pt, start, end, false);
}

uint32_t mmu_unmap_range(struct page_tables *pt, uint32_t start, uint32_t end)
{
	uint32_t before = pt->entries;

	while (start < end) {
		struct fake_entry *e = entry_of(pt, start);

		if (!e) { /* ranges may be a gigabyte */
			start = (start & 0xffc00000) + 0x400000;
			continue;
		}
		if (e->frame) {
			frame_release(e->frame);
			memset(e, 0, sizeof(*e));
			pt->entries--;
		}
		start += PAGE_SIZE;
	}
	return before - pt->entries;
}

int mmu_copy_range(struct page_tables *to, struct page_tables *from,
		   uint32_t start, uint32_t end, bool copy_on_write,
		   uint32_t *count)
{
	for (; start < end; start += PAGE_SIZE) {
		struct fake_entry *e = entry_of(from, start), *copy;

		if (!e || !e->frame)
			continue;
		copy = entry_make(to, start);
		if (!copy)
			return -ENOMEM;
		KASSERT(!copy->frame);
		if (copy_on_write)
			e->writable = false;
		*copy = *e;
		frame_hold(e->frame);
		to->entries++;
		++*count;
	}
	return 0;
}

void mmu_flush(struct page_tables *pt)
{
	(void)pt;
}

int mmu_reserve(struct page_tables *pt, uint32_t start, uint32_t end)
{
	for (; start < end; start = (start & 0xffc00000) + 0x400000)
		if (!entry_make(pt, start))
			return -ENOMEM;
	return 0;
}

void mmu_move(struct page_tables *pt, uint32_t from, uint32_t to)
{
	struct fake_entry *source = entry_of(pt, from);
	struct fake_entry *target = entry_of(pt, to);

	if (!source || !source->frame)
		return;
	KASSERT(target && !target->frame);
	*target = *source;
	memset(source, 0, sizeof(*source));
}

void page_clear(void *page)
{
	memset(page, 0, PAGE_SIZE);
}

void page_copy(void *to, const void *from)
{
	memcpy(to, from, PAGE_SIZE);
}
