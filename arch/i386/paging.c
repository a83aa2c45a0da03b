/* SPDX-License-Identifier: MIT */
/*
 * Page tables.
 *
 * The upper quarter of a directory is the kernel's, and the same in all of
 * them.  The last user entry (for the pages at 0xbfc00000) is the running
 * thread's and is replaced at each switch (thread.c).  Tables are all zeros
 * when they are freed, and directories have only the kernel's entries.  So
 * both are kept in pools and need not be cleared again.
 */
#include "cpu.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/mmu.h"
#include "mm/frame.h"
#include "paging.h"
#include "proc/thread.h"
#include "sanitize.h"

#define ENTRIES	     1024
#define KERNEL_FIRST (KERNEL_BASE >> 22)
#define POOL_LIMIT   64
#define IMAGE_TABLES 2 /* of 4 MB each: more than the kernel has */

/* struct page_tables is a page directory, seen through the direct map. */
struct page_tables {
	uint32_t entry[ENTRIES];
};

extern uint32_t boot_directory[ENTRIES];

/* Pages that are ready for the next user, linked through frame->owner. */
struct pool {
	struct frame *first;
	unsigned count;
};

static struct pool tables, directories;
static uint32_t pages_in_use; /* tables and directories, pooled ones too */

static struct frame *page_alloc(void)
{
	struct frame *f = frame_alloc(0);

	if (f)
		pages_in_use++;
	return f;
}

uint32_t mmu_pages(void)
{
	return pages_in_use;
}

static void *pool_take(struct pool *p)
{
	struct frame *f = p->first;

	if (!f || failure_injection != 0)
		return NULL; /* an injected failure must not find a pool */
	p->first = f->owner;
	p->count--;
	sanitize_memory_given(frame_address(f), PAGE_SIZE);
	frame_charge(f, 0, account_current());
	return frame_address(f);
}

static void pool_give(struct pool *p, void *page)
{
	struct frame *f = frame_of(page);

	if (p->count == POOL_LIMIT) {
		frame_release(f);
		pages_in_use--;
		return;
	}
	frame_charge(f, 0, &account_root);
	f->owner = p->first;
	p->first = f;
	p->count++;
	sanitize_memory_freed(page, PAGE_SIZE);
}

void *paging_table_alloc(void)
{
	void *page = pool_take(&tables);
	struct frame *f;

	if (page)
		return page;
	f = page_alloc();
	return f ? frame_address(f) : NULL;
}

void paging_table_free(void *table)
{
	pool_give(&tables, table);
}

/* Does the page of the kernel's image at address hold code or constants? */
static bool is_constant(uint32_t address)
{
	extern char kernel_text[], kernel_text_end[];
	extern char kernel_rodata[], kernel_rodata_end[];

	return (address >= (uint32_t)kernel_text &&
		address < (uint32_t)kernel_text_end) ||
	       (address >= (uint32_t)kernel_rodata &&
		address < (uint32_t)kernel_rodata_end);
}

/*
 * The direct map is made of pages of 4 MB.  Those with the kernel's image are
 * replaced by pages of 4 KB, so that each can have rights of its own.
 */
void paging_protect_kernel(void)
{
	static uint32_t image[IMAGE_TABLES][ENTRIES]
	    __attribute__((aligned(PAGE_SIZE)));
	extern char kernel_end[];

	KASSERT(virt_to_phys(kernel_end) <= IMAGE_TABLES * 0x400000u);
	for (uint32_t i = 0; i < IMAGE_TABLES * ENTRIES; i++) {
		uint32_t physical = i << PAGE_SHIFT;
		uint32_t rights = PTE_PRESENT | PTE_WRITE;

		if (is_constant((uint32_t)phys_to_virt(physical)))
			rights = PTE_PRESENT;
		image[i / ENTRIES][i % ENTRIES] = physical | rights;
	}
	for (uint32_t t = 0; t < IMAGE_TABLES; t++)
		boot_directory[KERNEL_FIRST + t] =
		    virt_to_phys(image[t]) | PTE_PRESENT | PTE_WRITE;
	write_cr3(read_cr3());
}

struct page_tables *mmu_create(void)
{
	struct page_tables *pt = pool_take(&directories);
	struct frame *f;

	if (pt)
		return pt;
	f = page_alloc();
	if (!f)
		return NULL;
	pt = frame_address(f);
	memcpy(pt->entry + KERNEL_FIRST, boot_directory + KERNEL_FIRST,
	       (ENTRIES - KERNEL_FIRST) * sizeof(uint32_t));
	return pt;
}

void mmu_destroy(struct page_tables *pt)
{
	pt->entry[KERNEL_FIRST - 1] = 0;
	for (unsigned i = 0; i < KERNEL_FIRST; i++) {
		if (!(pt->entry[i] & PTE_PRESENT))
			continue;
		paging_table_free(phys_to_virt(pt->entry[i] & PTE_FRAME));
		pt->entry[i] = 0;
	}
	if (read_cr3() == virt_to_phys(pt))
		write_cr3(virt_to_phys(boot_directory));
	pool_give(&directories, pt);
}

static bool is_active(const struct page_tables *pt)
{
	return read_cr3() == virt_to_phys(pt);
}

void *frame_address(const struct frame *f)
{
	return phys_to_virt(frame_number(f) << PAGE_SHIFT);
}

struct frame *frame_of(const void *address)
{
	return &frames[virt_to_phys(address) >> PAGE_SHIFT];
}

/* The entry for address, or NULL if its table is missing. */
static uint32_t *entry_of(struct page_tables *pt, uint32_t address)
{
	uint32_t directory_entry = pt->entry[address >> 22];
	uint32_t *table;

	if (!(directory_entry & PTE_PRESENT))
		return NULL;
	table = phys_to_virt(directory_entry & PTE_FRAME);
	return &table[address >> PAGE_SHIFT & (ENTRIES - 1)];
}

/*
 * The entry for address, whose table is made if it is missing; NULL: no memory.
 */
static uint32_t *entry_make(struct page_tables *pt, uint32_t address)
{
	void *table;

	KASSERT(address < KERNEL_BASE);
	if (!(pt->entry[address >> 22] & PTE_PRESENT)) {
		table = paging_table_alloc();
		if (!table)
			return NULL;
		pt->entry[address >> 22] =
		    virt_to_phys(table) | PTE_PRESENT | PTE_WRITE | PTE_USER;
	}
	return entry_of(pt, address);
}

static inline struct frame *entry_frame(uint32_t entry)
{
	return &frames[entry >> PAGE_SHIFT];
}

static inline uint32_t entry_bits(unsigned flags)
{
	return PTE_PRESENT | PTE_USER | (flags & PAGE_WRITE ? PTE_WRITE : 0);
}

int mmu_map(struct page_tables *pt, uint32_t address, struct frame *f,
	    unsigned flags)
{
	uint32_t *entry = entry_make(pt, address);
	uint32_t old;

	if (!entry)
		return -ENOMEM;
	old = *entry;
	*entry = frame_number(f) << PAGE_SHIFT | entry_bits(flags);
	if (old != 0) {
		if (is_active(pt))
			invlpg(address);
		frame_release(entry_frame(old));
	}
	return 0;
}

struct frame *mmu_lookup(struct page_tables *pt, uint32_t address,
			 unsigned *flags)
{
	uint32_t *entry = entry_of(pt, address);

	if (!entry || !(*entry & PTE_PRESENT))
		return NULL;
	*flags = (*entry & PTE_WRITE ? PAGE_WRITE : 0) |
		 (*entry & PTE_ACCESSED ? PAGE_ACCESSED : 0) |
		 (*entry & PTE_DIRTY ? PAGE_DIRTY : 0);
	return entry_frame(*entry);
}

void mmu_protect(struct page_tables *pt, uint32_t address, unsigned flags)
{
	uint32_t *entry = entry_of(pt, address);

	if (!entry || !(*entry & PTE_PRESENT))
		return;
	*entry = (*entry & ~(uint32_t)PTE_WRITE) | entry_bits(flags);
	if (is_active(pt))
		invlpg(address);
}

/*
 * Walks the entries of [*start, end) a table at a time.  Returns the first
 * entry of the next table, or NULL if the table is missing, sets *count to the
 * number of entries there, and advances *start.  A range may be a gigabyte, so
 * interrupts are let in between tables; no handler looks at page tables.
 */
static uint32_t *next_entries(struct page_tables *pt, uint32_t *start,
			      uint32_t end, uint32_t *count)
{
	uint32_t address = *start;
	uint32_t table_end = (address & 0xffc00000) + 0x400000;
	uint32_t stop = MIN(end, table_end);

	if (address != 0 && (address & 0x3fffff) == 0)
		arch_poll_interrupts();
	*count = (stop - address) >> PAGE_SHIFT;
	*start = stop;
	return entry_of(pt, address);
}

/* Takes the translations of [start, end) out of the TLB, if pt is active. */
static void flush_range(struct page_tables *pt, uint32_t start, uint32_t end)
{
	if (!is_active(pt))
		return;
	if ((end - start) >> PAGE_SHIFT > 8) {
		write_cr3(read_cr3());
		return;
	}
	for (; start < end; start += PAGE_SIZE)
		invlpg(start);
}

void mmu_protect_range(struct page_tables *pt, uint32_t start, uint32_t end)
{
	uint32_t first = start, count;
	bool changed = false;

	while (start < end) {
		uint32_t *e = next_entries(pt, &start, end, &count);

		for (uint32_t i = 0; e && i < count; i++) {
			if (e[i] & PTE_WRITE) {
				e[i] &= ~(uint32_t)PTE_WRITE;
				changed = true;
			}
		}
	}
	if (changed)
		flush_range(pt, first, end);
}

/*
 * Sets or clears PTE_PRESENT.  A hidden entry keeps its frame and other bits.
 */
static void set_present(struct page_tables *pt, uint32_t start, uint32_t end,
			uint32_t present)
{
	uint32_t first = start, count;

	while (start < end) {
		uint32_t *e = next_entries(pt, &start, end, &count);

		for (uint32_t i = 0; e && i < count; i++)
			if (e[i] != 0)
				e[i] =
				    (e[i] & ~(uint32_t)PTE_PRESENT) | present;
	}
	flush_range(pt, first, end);
}

void mmu_hide_range(struct page_tables *pt, uint32_t start, uint32_t end)
{
	set_present(pt, start, end, 0);
}

void mmu_show_range(struct page_tables *pt, uint32_t start, uint32_t end)
{
	set_present(pt, start, end, PTE_PRESENT);
}

uint32_t mmu_unmap_range(struct page_tables *pt, uint32_t start, uint32_t end)
{
	uint32_t first = start, count, unmapped = 0;

	while (start < end) {
		uint32_t *e = next_entries(pt, &start, end, &count);

		for (uint32_t i = 0; e && i < count; i++) {
			uint32_t entry = e[i];

			if (entry == 0)
				continue;
			e[i] = 0;
			frame_release(entry_frame(entry));
			unmapped++;
		}
	}
	if (unmapped != 0)
		flush_range(pt, first, end);
	return unmapped;
}

int mmu_copy_range(struct page_tables *to, struct page_tables *from,
		   uint32_t start, uint32_t end, bool copy_on_write,
		   uint32_t *copied)
{
	uint32_t clear = copy_on_write ? PTE_WRITE : 0;
	uint32_t count;

	while (start < end) {
		uint32_t address = start;
		uint32_t *source = next_entries(from, &start, end, &count);
		uint32_t *target = NULL;

		for (uint32_t i = 0; source && i < count; i++) {
			uint32_t entry = source[i];

			if (entry == 0)
				continue;
			if (!target) {
				target = entry_make(to, address);
				if (!target)
					return -ENOMEM;
			}
			entry &= ~clear;
			source[i] = entry;
			target[i] = entry;
			frame_hold(entry_frame(entry));
			++*copied;
		}
	}
	return 0;
}

void mmu_flush(struct page_tables *pt)
{
	if (is_active(pt))
		write_cr3(read_cr3());
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
	uint32_t *source = entry_of(pt, from);
	uint32_t *target = entry_of(pt, to);

	if (!source || *source == 0)
		return;
	KASSERT(target && *target == 0);
	*target = *source;
	*source = 0;
	if (is_active(pt))
		invlpg(from);
}

void page_clear(void *page)
{
	uint32_t count = PAGE_SIZE / 4;

	__asm__ volatile("rep stosl"
			 : "+D"(page), "+c"(count)
			 : "a"(0)
			 : "memory");
}

void page_copy(void *to, const void *from)
{
	uint32_t count = PAGE_SIZE / 4;

	__asm__ volatile("rep movsl"
			 : "+D"(to), "+S"(from), "+c"(count)
			 :
			 : "memory");
}
