/* SPDX-License-Identifier: MIT */
/* The stack protector's secret. */
#ifndef ARCH_I386_GUARD_H
#define ARCH_I386_GUARD_H

#include "lib/types.h"

extern uintptr_t __stack_chk_guard;

/*
 * Sets it at random.  To be called after cpu_probe(), by a function that never
 * returns: its own copy on the stack is of the old secret.
 */
void guard_init(void);

#endif
