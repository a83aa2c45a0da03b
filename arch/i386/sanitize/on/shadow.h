/* SPDX-License-Identifier: MIT */
/* Where the shadow memory of the kernel with sanitizers lies. */
#ifndef ARCH_I386_SHADOW_H
#define ARCH_I386_SHADOW_H

#include "lib/types.h"

#define SHADOW_ALIGNMENT 0x400000u

/*
 * To be called first of all.  Maps the whole shadow to one page, so that stores
 * to it do no harm, and nothing is checked.
 */
void shadow_early(void);

/* How many bytes of shadow physical memory up to top needs, with the stacks. */
uint32_t shadow_size(uint32_t top);

/*
 * Puts the shadow at a physical address, a multiple of SHADOW_ALIGNMENT, and
 * clears it.  Accesses are checked from now on.
 */
void shadow_init(uint32_t physical, uint32_t top);

#endif
