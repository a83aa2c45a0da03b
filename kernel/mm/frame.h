/* SPDX-License-Identifier: MIT */
/* Frames of physical memory: their records and the buddy allocator. */
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
	FRAME_KEPT = 8,	    /* counted in account->kept (mm/account.h) */
};

/*
 * The record of one frame.  references counts page table entries, memory
 * objects, and functions that hold the frame for a moment.  At 0 the frame is
 * free.  A reserved frame has one reference from the boot on.  A file unpacked
 * from the initrd takes that reference over, so the frame is free when the file
 * is gone.
 *
 * A block of several frames is counted, charged and freed by its first frame.
 */
struct frame {
	uint32_t references;
	uint8_t flags;
	uint8_t order;	  /* of the block it is the first of */
	uint16_t account; /* index in accounts[] of the one it is charged to */
	void *owner;	  /* the slab; else for the frame's user */
	struct list link; /* of a free list */
};

/* The records of all frames, by frame number (physical address / PAGE_SIZE). */
extern struct frame *frames;
extern uint32_t frame_count;

/* In frames; total counts all that the allocator has, free or given out. */
struct frame_statistics {
	uint32_t total, free;
};

/* Takes the array for the records of count frames.  All are reserved then. */
void frame_init(struct frame *array, uint32_t count);

/*
 * Gives the allocator the whole frames in [start, end) of physical memory, in
 * bytes.  They must be reserved, and nothing may lie in them.
 */
void frame_add_range(uint32_t start, uint32_t end);

/*
 * Allocates a block of 2^order frames that lie next to each other, at most
 * FRAME_MAX_ORDER.  They are full of zeros, have one reference, and are charged
 * to the running thread's account.  NULL: there is no such block, or root's
 * reserve begins here for this account.
 */
struct frame *frame_alloc(unsigned order);
/* The same without the zeros: the caller must write all of it. */
struct frame *frame_alloc_raw(unsigned order);
/* The same for an account that the caller names. */
struct frame *frame_alloc_raw_for(unsigned order, struct account *a);
/*
 * Frees a block.  The caller has its only reference, and order is that of its
 * allocation.
 */
void frame_free(struct frame *f, unsigned order);

/*
 * Charges a block to another account from now on.  The caller has its only
 * reference, and the block must not be kept.
 */
void frame_charge(struct frame *f, unsigned order, struct account *a);
/*
 * Notes that a block holds something that outlives processes, for instance a
 * page of a file.  It counts in account->kept until it is freed.
 */
void frame_keep(struct frame *f, unsigned order);

static inline void frame_hold(struct frame *f)
{
	f->references++;
}

/* Gives up a reference to a block of one frame.  The last one frees it. */
void frame_release(struct frame *f);

struct frame_statistics frame_statistics(void);

/*
 * Two reserves decide who may have the last frames.  The first is root's alone
 * (account->floor).  The second is for all.  Things that outlive their maker or
 * grow by themselves (files, pipes, messages) take nothing of it, the kernel's
 * records half, and programs three quarters.  The rest is for the kernel's own
 * accesses and for page tables, so a process can always end.
 *
 * All three answer for the running thread's account: how many frames files may
 * still have, with the account's limits counted; whether there are none for
 * more of the kernel's records; and whether there are none for programs.
 */
uint32_t frames_for_files(void);
bool frames_are_scarce(void);
bool frames_are_short(void);

/* The frame's index in frames[]. */
uint32_t frame_number(const struct frame *f);

#endif
