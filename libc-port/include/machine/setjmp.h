/* SPDX-License-Identifier: MIT */
/* What setjmp() saves: six registers, and for sigsetjmp() the signal mask. */
#ifndef _MACHINE_SETJMP_H
#define _MACHINE_SETJMP_H

#include <sys/cdefs.h>
#include <sys/_sigset.h>

/* Offsets are known to setjmp.S. */
struct __jmp_buf {
	unsigned ebx, esi, edi, ebp, esp, eip;
	int mask_saved;
	__sigset_t mask;
};

typedef struct __jmp_buf jmp_buf[1];
typedef struct __jmp_buf sigjmp_buf[1];

#ifdef __cplusplus
extern "C" {
#endif

int _setjmp(jmp_buf) __attribute__((__returns_twice__));
void _longjmp(jmp_buf, int) __attribute__((__noreturn__));
int sigsetjmp(sigjmp_buf, int) __attribute__((__returns_twice__));
void siglongjmp(sigjmp_buf, int) __attribute__((__noreturn__));

#ifdef __cplusplus
}
#endif

#define sigsetjmp sigsetjmp
#define siglongjmp siglongjmp

#endif
