/* SPDX-License-Identifier: MIT */
/* The plain kernel has no shadow memory; ../on/shadow.h describes these. */
#ifndef ARCH_I386_SHADOW_H
#define ARCH_I386_SHADOW_H

#include "lib/types.h"

#define SHADOW_ALIGNMENT 0x400000u

static inline void shadow_early(void)
{
}

static inline uint32_t shadow_size(uint32_t top)
{
	(void)top;
	return 0;
}

static inline void shadow_init(uint32_t physical, uint32_t top)
{
	(void)physical, (void)top;
}

#endif
