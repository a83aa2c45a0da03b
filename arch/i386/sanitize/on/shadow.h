/* SPDX-License-Identifier: MIT */
/* Where the shadow memory of the kernel with sanitizers lies. */
#ifndef ARCH_I386_SHADOW_H
#define ARCH_I386_SHADOW_H

#include "lib/types.h"

#define SHADOW_ALIGNMENT 0x400000u

/*
 * First of all: what is stored to any shadow goes to one page, and nothing is
 * checked.
 */
void shadow_early(void);

/* Bytes of shadow for physical memory up to top, and for stacks. */
uint32_t shadow_size(uint32_t top);

/* From now on the shadow is at physical, all zeros, and accesses are checked.
 */
void shadow_init(uint32_t physical, uint32_t top);

#endif
