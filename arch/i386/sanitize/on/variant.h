/* SPDX-License-Identifier: MIT */
/* Sizes of the kernel with sanitizers; ../off has those of the plain one. */
#ifndef ARCH_I386_VARIANT_H
#define ARCH_I386_VARIANT_H

/*
 * The shadow, a byte for each 8 of the kernel's gigabyte, takes the 128 MB
 * above the direct map.  The compiler's own stores to it, which mark what lies
 * between the variables of a function, are at address / 8 + SHADOW_OFFSET;
 * kernel/local.mk tells it that number.
 */
#define DIRECT_LIMIT  0x30000000 /* 768 MB */
#define SHADOW_START  0xf0000000
#define SHADOW_END    0xf8000000
#define SHADOW_OFFSET 0xd8000000

/* Functions have larger frames, and call the sanitizer. */
#define KERNEL_STACK_PAGES 4u

#endif
