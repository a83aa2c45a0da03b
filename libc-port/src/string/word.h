/* SPDX-License-Identifier: MIT */
/* Finding bytes in words: four at a time. */
#ifndef LIBC_PORT_WORD_H
#define LIBC_PORT_WORD_H

#include <stddef.h>
#include <stdint.h>

typedef uint32_t __attribute__((may_alias)) word;

#define ONES  0x01010101u
#define HIGHS 0x80808080u

/* Not 0 if a byte of w is 0. */
#define HAS_ZERO(w) (((w)-ONES) & ~(w)&HIGHS)

#define ALIGNED(p) (((uintptr_t)(p)&3) == 0)

#endif
