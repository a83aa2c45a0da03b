/* SPDX-License-Identifier: MIT */
/* The stack protector's secret. */
#ifndef ARCH_I386_GUARD_H
#define ARCH_I386_GUARD_H

#include "lib/types.h"

extern uintptr_t __stack_chk_guard;

/*
 * Draws it: after cpu_probe(), from a function that never returns, since what
 * is on the stack by then has another one.
 */
void guard_init(void);

#endif
