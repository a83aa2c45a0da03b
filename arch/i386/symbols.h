/* SPDX-License-Identifier: MIT */
/* Names of the kernel's functions by address; the build makes the table. */
#ifndef ARCH_I386_SYMBOLS_H
#define ARCH_I386_SYMBOLS_H

#include "lib/types.h"

struct symbol {
	uint32_t address;
	const char *name;
};

extern const struct symbol symbols[];
extern const uint32_t symbol_count;

#endif
