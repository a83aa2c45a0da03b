/* SPDX-License-Identifier: MIT */
/* The machine's memory, as the kernel sees it. */
#ifndef KERNEL_MACHINE_MEMORY_H
#define KERNEL_MACHINE_MEMORY_H

#include "lib/types.h"

struct frame;

/*
 * All of memory lies at a fixed offset in the kernel's addresses, so each frame
 * has an address, and each address there belongs to a frame.
 */
void *frame_address(const struct frame *f);
struct frame *frame_of(const void *address);

/* Clear and copy one whole page; addresses are multiples of PAGE_SIZE. */
void page_clear(void *page);
void page_copy(void *to, const void *from);

/* As in C's <string.h>; lib/string.h has its other functions. */
void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memset(void *to, int byte, size_t n);

#endif
