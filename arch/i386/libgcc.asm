; SPDX-License-Identifier: MIT
; The functions of libgcc.  The compiler's code calls them like all functions of
; the kernel, with arguments in registers, but they take them from the stack.
; The linker's --wrap makes it call these instead.  kernel/local.mk has the same
; list.

section .text.libgcc progbits alloc exec nowrite align=16

; They have at most five words of arguments.  One or two come in eax and edx,
; and the others on the stack.
%macro ON_STACK 1
extern __real_%1
global __wrap_%1
align 16
__wrap_%1:
	push	dword [esp + 12]
	push	dword [esp + 12]
	push	dword [esp + 12]
	push	edx
	push	eax
	call	__real_%1
	add	esp, 20
	ret
%endmacro

	ON_STACK __divdi3
	ON_STACK __divmoddi4
	ON_STACK __moddi3
	ON_STACK __udivdi3
	ON_STACK __udivmoddi4
	ON_STACK __umoddi3
	ON_STACK __ctzdi2
	ON_STACK __clzdi2
	ON_STACK __popcountdi2
	ON_STACK __popcountsi2
