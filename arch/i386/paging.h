/* SPDX-License-Identifier: MIT */
/* Page tables of the i386, and the direct map of physical memory. */
#ifndef ARCH_I386_PAGING_H
#define ARCH_I386_PAGING_H

#include "lib/types.h"
#include "variant.h" /* DIRECT_LIMIT */
#include <faultline/layout.h>

/*
 * Page-directory and page-table entries (Intel SDM vol. 3, "32-Bit Paging"):
 *
 *	31              12 11  9  8  7  6  5  4  3  2  1  0
 *	[ frame            | AVL | G |PS| D| A|CD|WT| U| W| P ]
 */
#define PTE_PRESENT  0x001
#define PTE_WRITE    0x002
#define PTE_USER     0x004
#define PTE_ACCESSED 0x020
#define PTE_DIRTY    0x040
#define PTE_LARGE    0x080
#define PTE_GLOBAL   0x100
#define PTE_FRAME    0xfffff000

/* The direct map: physical memory up to DIRECT_LIMIT, from here on. */
#define KERNEL_BASE FL_USER_END

#ifndef __ASSEMBLER__

/* Where the direct map has a physical address below DIRECT_LIMIT. */
static inline void *phys_to_virt(uint32_t physical)
{
	return (void *)(physical + KERNEL_BASE);
}

/* A page of zeros for a page table, or NULL: out of memory. */
void *paging_table_alloc(void);
/* Frees a page table, which must be all zeros again. */
void paging_table_free(void *table);

/*
 * Makes the kernel's code and constants read-only.  To be called before there
 * is a second page directory.
 */
void paging_protect_kernel(void);

/* The physical address of an address in the direct map. */
static inline uint32_t virt_to_phys(const void *virtual)
{
	return (uint32_t) virtual - KERNEL_BASE;
}

#endif
#endif
