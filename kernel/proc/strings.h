/* SPDX-License-Identifier: MIT */
/* The strings that a new program begins with: arguments and environment. */
#ifndef KERNEL_PROC_STRINGS_H
#define KERNEL_PROC_STRINGS_H

#include "lib/types.h"
#include "mm/frame.h"
#include <faultline/limits.h>

struct elf_program;
struct space;
struct target;

#define STRINGS_MAX FL_ARG_MAX

/*
 * The new program's strings, in frames that become the top of its stack:
 * first argv's, then envp's, each NUL-terminated, then 16 random bytes.
 */
struct strings {
	struct frame *page[STRINGS_MAX / PAGE_SIZE + 1];
	uint32_t page_count, size;
	uint32_t argc, envc;
};

/*
 * Copies the strings of the running program's vectors into s, which is empty,
 * behind those that t has from a script.  0; -E2BIG; -EFAULT; -ENOMEM; -EINTR:
 * a signal ends the process.  May wait.
 */
int strings_copy(struct strings *s, const struct target *t, struct uaddr argv,
		 struct uaddr envp);
void strings_free(struct strings *s);

/*
 * Do they leave the program room, if its stack may grow to limit bytes?  They
 * may take a quarter of that, but always 128 KB.
 */
bool strings_fit(const struct strings *s, uint64_t limit);

/*
 * Makes the stack's region.  Its top pages are those of the strings.  Below
 * them is room for the vectors, and for a few pages of the program's own.  0 or
 * -ENOMEM.
 */
int strings_map(struct space *space, struct strings *s);

/*
 * Writes the vectors below the strings, which end at top, in the running space.
 * Returns the stack pointer that the program begins with, or 0 on failure.
 */
uint32_t strings_push(const struct strings *s, uint32_t top,
		      const struct elf_program *elf, bool secure);

/* Returns the length of the string that begins so many bytes into s. */
uint32_t strings_length(const struct strings *s, uint32_t at);

#endif
