/* SPDX-License-Identifier: MIT */
/* Characters in the VGA's font. */
#ifndef ARCH_I386_GLYPH_H
#define ARCH_I386_GLYPH_H

#include "lib/types.h"

/*
 * The index in the font of the Unicode character c, or that of '?' if it has
 * none.
 */
uint8_t glyph_of(uint32_t c);

#endif
