/* SPDX-License-Identifier: MIT */
/*
 * The stack protector.  A function with arrays on its stack keeps a secret word
 * above them, and compares it before it returns.
 */
#include "guard.h"
#include "lib/assert.h"
#include "machine/machine.h"

/* The compiler's names (GCC, -mstack-protector-guard=global). */
uintptr_t __stack_chk_guard = 0x0afe57ac;
_Noreturn void __stack_chk_fail(void);

/* The lowest byte is 0, which no string function writes and goes on. */
void guard_init(void)
{
	arch_entropy(&__stack_chk_guard, sizeof(__stack_chk_guard));
	__stack_chk_guard &= ~(uintptr_t)0xff;
}

void __stack_chk_fail(void)
{
	panic("a function wrote behind an array on its stack");
}
