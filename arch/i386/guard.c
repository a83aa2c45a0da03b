/* SPDX-License-Identifier: MIT */
/*
 * The stack protector: functions with arrays on their stack keep a secret word
 * behind them, and look at it before they return.
 */
#include "guard.h"
#include "lib/assert.h"
#include "machine/machine.h"

/* The compiler's names (GCC, -mstack-protector-guard=global). */
uintptr_t __stack_chk_guard = 0x0afe57ac;
_Noreturn void __stack_chk_fail(void);

/* The lowest byte is 0, so that no string that runs over writes it. */
void guard_init(void)
{
	arch_entropy(&__stack_chk_guard, sizeof(__stack_chk_guard));
	__stack_chk_guard &= ~(uintptr_t)0xff;
}

void __stack_chk_fail(void)
{
	panic("a function wrote behind an array on its stack");
}
