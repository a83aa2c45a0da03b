/* SPDX-License-Identifier: MIT */
/* Characters in the VGA's font. */
#ifndef ARCH_I386_GLYPH_H
#define ARCH_I386_GLYPH_H

#include "lib/types.h"

/* The place of the Unicode character c in the font; if it has none, of '?'. */
uint8_t glyph_of(uint32_t c);

#endif
