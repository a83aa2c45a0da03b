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
 * Nothing is mapped below MAPPING_START, so small offsets from NULL fault.  If
 * a processor let a program into a mode with addresses of 20 bits, the program
 * would find nothing there either.
 */
#define MAPPING_START 0x110000u
#define MAPPING_END   (FL_PAGE_TABLE_WINDOW - PAGE_SIZE)
#define WINDOWS_END   FL_CALL_PAGES_END /* windows may be mapped up to here */

/*
 * The stack ends at STACK_TOP or at one of the STACK_PLACES - 1 places below
 * it, which are STACK_STRIDE bytes apart.  The first stack pointer is chosen
 * within a page.  The mappings for which mmap() chooses the place begin up to
 * HOLE_PAGES pages further down than they must.  exec() draws all three at
 * random (proc/layout.h).
 *
 * Emulators and processors look translations up by the low bits of the page's
 * number.  The top of the stack and the thread page are both in use all the
 * time, so their low bits must differ.  STACK_TOP sees to that, and
 * STACK_STRIDE is a power of two large enough to keep these bits the same in
 * all places.
 */
#define STACK_TOP    (FL_PAGE_TABLE_WINDOW - 48 * PAGE_SIZE)
#define STACK_PLACES 256u
#define STACK_STRIDE 0x100000u
#define HOLE_PAGES   4096u

/* The stack never grows beyond so many bytes, whatever RLIMIT_STACK is. */
#define STACK_MOST (64ull << 20)

_Static_assert(STACK_TOP - STACK_PLACES * STACK_STRIDE - STACK_MOST -
		       HOLE_PAGES * PAGE_SIZE >
		   0x80000000u,
	       "half of the space is for mappings");

_Static_assert((MAPPING_START & PAGE_MASK) == 0, "a whole page");
_Static_assert((STACK_TOP & PAGE_MASK) == 0, "a whole page");
_Static_assert(STACK_TOP < MAPPING_END, "the stack is a mapping");

#endif
