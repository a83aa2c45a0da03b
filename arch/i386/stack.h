/* SPDX-License-Identifier: MIT */
/* Kernel stacks: pages with their own addresses, and below each a guard. */
#ifndef ARCH_I386_STACK_H
#define ARCH_I386_STACK_H

#include "lib/types.h"
#include "variant.h" /* KERNEL_STACK_PAGES */

#define KERNEL_STACK_SIZE (KERNEL_STACK_PAGES * PAGE_SIZE)

/*
 * Addresses above the direct map.  Stack n lies behind its guard page:
 *
 *	STACKS_START + n * STACK_STRIDE
 *	[ guard page | KERNEL_STACK_SIZE bytes ] [ guard page | ... ]
 */
#define STACKS_START 0xf8000000u
#define STACKS_END   0xff800000u
#define STACK_STRIDE (PAGE_SIZE + KERNEL_STACK_SIZE)

/* After frame_init(), before the first space is made. */
void stacks_init(void);

/* The lowest address of a stack; NULL: no memory, or no addresses left. */
void *stack_alloc(void);
void stack_free(void *stack);

/* Does address lie in a guard page, that is: did a stack overflow? */
bool stack_is_guard(uint32_t address);

#endif
