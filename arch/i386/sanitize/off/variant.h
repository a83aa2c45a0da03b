/* SPDX-License-Identifier: MIT */
/* Sizes of the plain kernel; ../on has those of the kernel with sanitizers. */
#ifndef ARCH_I386_VARIANT_H
#define ARCH_I386_VARIANT_H

#define DIRECT_LIMIT	   0x38000000 /* 896 MB */
#define KERNEL_STACK_PAGES 2u

#endif
