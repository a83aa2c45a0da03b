/* SPDX-License-Identifier: MIT */
/* Saves and restores the signal mask for sigsetjmp(). */
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>

_Static_assert(offsetof(struct __jmp_buf, mask_saved) == 24, "setjmp.S");

void __save_mask(struct __jmp_buf *env)
{
	sigprocmask(SIG_SETMASK, NULL, &env->mask);
}

void __restore_mask(struct __jmp_buf *env)
{
	sigprocmask(SIG_SETMASK, &env->mask, NULL);
}
