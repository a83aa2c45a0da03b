; SPDX-License-Identifier: MIT
; The compiler's own functions: it calls them as it calls all functions of the
; kernel, with arguments in registers, but libgcc's take them from the stack.
; The linker's --wrap puts these between the two; kernel/local.mk names the
; same functions.

section .text.libgcc progbits alloc exec nowrite align=16

; At most five words of arguments: two come in eax and edx, or one does, the
; others on the stack.
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
