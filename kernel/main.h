/* SPDX-License-Identifier: MIT */
/* The start of the portable kernel, and the options of its command line. */
#ifndef KERNEL_MAIN_H
#define KERNEL_MAIN_H

#include "lib/types.h"

/* What the architecture found when it started.  All of it stays in place. */
struct boot_info {
	const char *command_line; /* words, with spaces between them */
	const void *initrd;
	size_t initrd_size; /* bytes */
};

/*
 * Starts process 1 and becomes the idle thread.  The frame allocator has its
 * frames by then; interrupts are off.
 */
_Noreturn void kernel_main(const struct boot_info *info);

/*
 * Copies the value of name=value on the command line to the size bytes at to,
 * cut off if it is longer, and returns to.  NULL: there is no such word.
 */
const char *option_value(const char *name, char *to, size_t size);
/* Is there a word name or name=value on the command line? */
bool option_is_set(const char *name);

#endif
