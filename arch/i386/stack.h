/* SPDX-License-Identifier: MIT */
/* Kernel stacks: addresses of their own, with a guard page below each stack. */
#ifndef ARCH_I386_STACK_H
#define ARCH_I386_STACK_H

#include "lib/types.h"
#include "variant.h" /* KERNEL_STACK_PAGES */

#define KERNEL_STACK_SIZE (KERNEL_STACK_PAGES * PAGE_SIZE)

/*
 * Stacks have addresses above the direct map.  Stack n follows its guard page:
 *
 *	STACKS_START + n * STACK_STRIDE
 *	[ guard page | KERNEL_STACK_SIZE bytes ] [ guard page | ... ]
 */
#define STACKS_START 0xf8000000u
#define STACKS_END   0xff800000u
#define STACK_STRIDE (PAGE_SIZE + KERNEL_STACK_SIZE)

/*
 * Makes the page tables for all stacks.  To be called when the frame allocator
 * has its frames, and before there is a second page directory.
 */
void stacks_init(void);

/*
 * Allocates a stack of KERNEL_STACK_SIZE bytes, charged to the running thread's
 * account, and returns its lowest address.  NULL: there is no memory, or no
 * address for one more.
 */
void *stack_alloc(void);
/* Frees a stack by its lowest address.  The caller does not run on it. */
void stack_free(void *stack);

/*
 * Does address lie in a guard page?  A fault there means that a stack
 * overflowed.
 */
bool stack_is_guard(uint32_t address);

#endif
