/* SPDX-License-Identifier: MIT */
/* Sizes of the kernel with sanitizers; ../off has those of the plain one. */
#ifndef ARCH_I386_VARIANT_H
#define ARCH_I386_VARIANT_H

/*
 * The shadow has a byte for each 8 bytes of the kernel's gigabyte, and takes
 * the 128 MB from SHADOW_START on.  The compiler's code stores to it at address
 * / 8 + SHADOW_OFFSET, to mark what lies between the variables of a function.
 * kernel/local.mk gives the compiler that number.
 */
#define DIRECT_LIMIT  0x30000000 /* 768 MB */
#define SHADOW_START  0xf0000000
#define SHADOW_END    0xf8000000
#define SHADOW_OFFSET 0xd8000000

/* Functions have larger stack frames here, and call the sanitizer. */
#define KERNEL_STACK_PAGES 4u

#endif
