/* SPDX-License-Identifier: MIT */
/* Frames of physical memory: the buddy allocator and what is known of each. */
#ifndef KERNEL_MM_FRAME_H
#define KERNEL_MM_FRAME_H

#include "lib/list.h"
#include "lib/types.h"
#include "machine/memory.h"
#include "mm/account.h"
#include "mm/inject.h"

#define FRAME_MAX_ORDER 10 /* blocks of up to 4 MB */

enum frame_flag {
	FRAME_FREE = 1,	    /* heads a free block of the buddy allocator */
	FRAME_RESERVED = 2, /* not given out: kernel, firmware, initrd */
	FRAME_SLAB = 4,	    /* part of a slab; owner is the slab */
	FRAME_KEPT = 8,	    /* of what outlives processes (mm/account.h) */
};

/*
 * One per frame.  references counts page table entries, memory objects and
 * whoever holds it for a moment; at 0 the frame is free.  A reserved frame
 * has one reference of the boot's; a file unpacked from the initrd takes it
 * over, so that the frame is free when the file is gone.
 */
struct frame {
	uint32_t references;
	uint8_t flags;
	uint8_t order;
	uint16_t account; /* index of whom it is charged to */
	void *owner;
	struct list link; /* of a free list, or the owner's */
};

/* References per frame; the array is indexed by frame number. */
extern struct frame *frames;
extern uint32_t frame_count;

struct frame_statistics {
	uint32_t total, free;
};

/* All frames are reserved at first. */
void frame_init(struct frame *array, uint32_t count);

/* Gives the allocator the usable range [start, end) of physical memory. */
void frame_add_range(uint32_t start, uint32_t end);

/*
 * 2^order frames in a row, all zeros, with one reference, charged to whom the
 * running thread belongs to; NULL: there are none, or none for it.
 */
struct frame *frame_alloc(unsigned order);
/* The same with what was in them before: the caller writes all of it. */
struct frame *frame_alloc_raw(unsigned order);
struct frame *frame_alloc_raw_for(unsigned order, struct account *a);
void frame_free(struct frame *f, unsigned order);

/* They are charged to another account from now on. */
void frame_charge(struct frame *f, unsigned order, struct account *a);
/* They hold what outlives processes, a file's page for one. */
void frame_keep(struct frame *f, unsigned order);

static inline void frame_hold(struct frame *f)
{
	f->references++;
}

/* Gives up a reference to a single frame; the last one frees it. */
void frame_release(struct frame *f);

struct frame_statistics frame_statistics(void);

/*
 * Who may have the last frames?  Those of root's reserve are for root alone.
 * Of a second one, what outlives its maker or grows by itself (files, pipes,
 * messages) takes nothing, the kernel's records half, and programs three
 * quarters: there is always enough to end one.
 */
uint32_t frames_for_files(void); /* as far as shares go, too */
bool frames_are_scarce(void);	 /* none for more of the kernel's records */
bool frames_are_short(void);	 /* none for programs */

uint32_t frame_number(const struct frame *f);

#endif
