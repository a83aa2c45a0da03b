; SPDX-License-Identifier: MIT
; The ring 0 side: for each way in a handler that returns at once, and one that
; does what a kernel would have to: save the registers, find out what was
; asked, call it through a table of C functions, put the result into the
; program's eax and return.

%include "layout.inc"

extern calls

bits 32
section .traps progbits alloc exec nowrite align=4096

; Page fault.  The load is `A1 moffs32` and the store `A3 moffs32`, 5 bytes.
align 16
global fault_empty
fault_empty:
	add	esp, 4
	add	dword [esp], 5
	iret

align 16
global fault_dispatch
fault_dispatch:
	pusha
	mov	edx, cr2
	mov	ebx, edx
	sub	ebx, NO_DIRECTORY
	cmp	ebx, 0x800000		; one of our windows?
	jae	.wrong
	test	byte [esp + 32], 4	; from ring 3?
	jz	.wrong
	mov	esi, [esp + 36]
	mov	al, [esi]
	and	al, 0xfd		; A1 or A3
	cmp	al, 0xa1
	jne	.wrong
	cmp	[esi + 1], edx
	jne	.wrong
	and	ebx, 0xfff
	cmp	ebx, CALLS * 4
	jae	.wrong
	call	[calls + ebx]
	mov	[esp + 28], eax
	popa
	add	esp, 4
	add	dword [esp], 5
	iret
.wrong:
	ud2

; The others have the number of the call in eax.
%macro DISPATCH 0
	pusha
	cmp	eax, CALLS
	jae	%%wrong
	call	[calls + eax * 4]
	mov	[esp + 28], eax
	jmp	%%done
%%wrong:
	ud2
%%done:
	popa
%endmacro

align 16
global int_empty
int_empty:
	iret

align 16
global int_dispatch
int_dispatch:
	DISPATCH
	iret

; The program has its stack in ecx and where to go on in edx.
align 16
global sysenter_empty
sysenter_empty:
	sysexit

align 16
global sysenter_dispatch
sysenter_dispatch:
	DISPATCH
	sysexit

; Where to go on is in ecx; the stack is still the program's.
align 16
global syscall_empty
syscall_empty:
	sysret

extern trap_stack_top
align 16
global syscall_dispatch
syscall_dispatch:
	mov	ebp, esp
	mov	esp, trap_stack_top
	DISPATCH
	mov	esp, ebp
	sysret

align 16
global gate_empty
gate_empty:
	retf

align 16
global gate_dispatch
gate_dispatch:
	DISPATCH
	retf
