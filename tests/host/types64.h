/* SPDX-License-Identifier: MIT */
/*
 * Stands in for lib/types.h in tests that are 64-bit programs, because the
 * libraries they compare with are: included before everything else.
 */
#ifndef KERNEL_LIB_TYPES_H
#define KERNEL_LIB_TYPES_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define MIN(a, b)     ((a) < (b) ? (a) : (b))
#define MAX(a, b)     ((a) > (b) ? (a) : (b))
#define PAGE_SIZE     4096u
#define PAGE_MASK     (PAGE_SIZE - 1)
#define PAGE_SHIFT    12
#define NSEC_PER_SEC  1000000000ll

struct uaddr {
	uint32_t value;
};

#endif
