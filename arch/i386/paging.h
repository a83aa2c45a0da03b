/* SPDX-License-Identifier: MIT */
/* Page tables of the i386, and where the kernel sees physical memory. */
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

/* Physical memory up to DIRECT_LIMIT is mapped from here on. */
#define KERNEL_BASE FL_USER_END

#ifndef __ASSEMBLER__

static inline void *phys_to_virt(uint32_t physical)
{
	return (void *)(physical + KERNEL_BASE);
}

/* A page of zeros for a page table; it must be zeros again when freed. */
void *paging_table_alloc(void);
void paging_table_free(void *table);

/* From now on nobody writes to the kernel's code and constants. */
void paging_protect_kernel(void);

static inline uint32_t virt_to_phys(const void *virtual)
{
	return (uint32_t) virtual - KERNEL_BASE;
}

#endif
#endif
