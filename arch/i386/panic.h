/* SPDX-License-Identifier: MIT */
/* The end: why, where, and what called it. */
#ifndef ARCH_I386_PANIC_H
#define ARCH_I386_PANIC_H

#include "lib/types.h"

#define PANIC_STATUS 0x70 /* of arch_exit() */

/* exit: leave the emulator instead of halting. */
void panic_init(bool exit);

/* The function that holds address and where in it; "?" if unknown. */
const char *symbol_name(uint32_t address, uint32_t *offset);

/* Does text hold word, between blanks or ends? */
bool strstr_word(const char *text, const char *word);

#endif
