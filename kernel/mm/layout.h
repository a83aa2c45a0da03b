/* SPDX-License-Identifier: MIT */
/*
 * Where a program's memory lies in its address space, from below:
 *
 *	MAPPING_START	the program, its heap, and what it maps
 *	STACK_TOP	the highest place of the stack, which grows down
 *	MAPPING_END	an empty page
 *	FL_PAGE_TABLE_WINDOW	the windows (<faultline/layout.h>)
 *	FL_USER_END	the kernel
 */
#ifndef KERNEL_MM_LAYOUT_H
#define KERNEL_MM_LAYOUT_H

#include "lib/types.h"
#include <faultline/layout.h>

/*
 * Below stays empty: small offsets from NULL fault, and there is nothing where
 * a mode of 20-bit addresses, should a processor let a program get into it,
 * could reach.
 */
#define MAPPING_START 0x110000u
#define MAPPING_END   (FL_PAGE_TABLE_WINDOW - PAGE_SIZE)
#define WINDOWS_END   FL_CALL_PAGES_END /* windows may be mapped up to here */

/*
 * The stack lies in one of STACK_PLACES places, and begins within a page of
 * them; mappings lie up to HOLE_PAGES further down.
 *
 * Emulators and processors look pages up by the low bits of their number: the
 * top of the stack, which is always in use, keeps clear of those of the thread
 * page and its neighbours, in each of the places.
 */
#define STACK_TOP    (FL_PAGE_TABLE_WINDOW - 48 * PAGE_SIZE)
#define STACK_PLACES 256u
#define STACK_STRIDE 0x100000u
#define HOLE_PAGES   4096u

/* The stack never grows to more, whatever its limit is. */
#define STACK_MOST (64ull << 20)

_Static_assert(STACK_TOP - STACK_PLACES * STACK_STRIDE - STACK_MOST -
		       HOLE_PAGES * PAGE_SIZE >
		   0x80000000u,
	       "half of the space is for mappings");

_Static_assert((MAPPING_START & PAGE_MASK) == 0, "a whole page");
_Static_assert((STACK_TOP & PAGE_MASK) == 0, "a whole page");
_Static_assert(STACK_TOP < MAPPING_END, "the stack is a mapping");

#endif
