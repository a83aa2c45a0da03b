/* SPDX-License-Identifier: MIT */
/* The machine's memory, as the kernel sees it. */
#ifndef KERNEL_MACHINE_MEMORY_H
#define KERNEL_MACHINE_MEMORY_H

#include "lib/types.h"

struct frame;

/*
 * All of memory lies at a fixed offset in the kernel's half: a frame has an
 * address, and an address there a frame.
 */
void *frame_address(const struct frame *f);
struct frame *frame_of(const void *address);

/* Frames by the page: zeroed, copied. */
void page_clear(void *page);
void page_copy(void *to, const void *from);

/* As in C's <string.h>; the other functions of it are in lib/string.h. */
void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memset(void *to, int byte, size_t n);

#endif
