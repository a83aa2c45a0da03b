/* SPDX-License-Identifier: MIT */
/* Panics, and the names of functions that they print. */
#ifndef ARCH_I386_PANIC_H
#define ARCH_I386_PANIC_H

#include "lib/types.h"

#define PANIC_STATUS 0x70 /* of arch_exit() */

/* exit: should a panic end the emulator (arch_exit()) instead of halting? */
void panic_init(bool exit);

/*
 * The name of the function at address, or "?"; *offset is counted from its
 * start.
 */
const char *symbol_name(uint32_t address, uint32_t *offset);

/* Does text contain word, between spaces or the ends of the text? */
bool strstr_word(const char *text, const char *word);

#endif
