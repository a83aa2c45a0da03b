/* SPDX-License-Identifier: MIT */
/* What the architecture tells the kernel when it starts it. */
#ifndef KERNEL_MAIN_H
#define KERNEL_MAIN_H

#include "lib/types.h"

struct boot_info {
	const char *command_line;
	const void *initrd;
	size_t initrd_size;
};

/* Starts process 1 and becomes the idle thread. */
_Noreturn void kernel_main(const struct boot_info *info);

/* The value of name=value on the command line, or NULL: it is not there. */
const char *option_value(const char *name, char *to, size_t size);
bool option_is_set(const char *name);

#endif
