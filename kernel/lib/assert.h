/* SPDX-License-Identifier: MIT */
/*
 * Assertions, which are always compiled.  They are for what only a bug in the
 * kernel can break, never for what a program asks.
 */
#ifndef KERNEL_LIB_ASSERT_H
#define KERNEL_LIB_ASSERT_H

#include "machine/panic.h"

#define KASSERT(condition)                                              \
	(__builtin_expect(!!(condition), 1)                             \
	     ? (void)0                                                  \
	     : panic("%s:%d: assertion failed: %s", __FILE__, __LINE__, \
		     #condition))

#endif
