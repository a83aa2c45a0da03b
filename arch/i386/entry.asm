; SPDX-License-Identifier: MIT
; The ways into the kernel and out of it.  Page faults come in by door.asm; they
; are the only way for programs to call the kernel.

%include "offsets.inc"

extern trap_dispatch
extern trap_page
extern trap_from_vm86
extern thread_attend
extern current

section .text

; SAVE saves the registers of a trap as a struct trapframe.  FLATTEN loads the
; program's flat data segment, which is as good as the kernel's own, so nothing
; need be loaded unless the program has put another selector there.
;
; With SMAP the kernel accesses programs' memory only between STAC_ and CLAC_
; (smap.inc).  SAVE has a CLAC_ because the program may have set AC itself.
%include "smap.inc"

%macro SAVE 0
	pusha
	push	ds
	push	es
	cld
	CLAC_
%endmacro

%macro FLATTEN 0
	mov	ecx, USER_DS
	mov	eax, ds
	cmp	ax, cx
	jne	%%load
	mov	eax, es
	cmp	ax, cx
	je	%%flat
%%load:
	mov	ds, ecx
	mov	es, ecx
%%flat:
%endmacro

; The ways in for each exception and interrupt but the page fault.
%macro TRAP 1
align 8
trap_%1:
%if %1 != 8 && (%1 < 10 || %1 > 14) && %1 != 17
	push	dword 0
%endif
	push	dword %1
	jmp	trap_saved
%endmacro

%assign n 0
%rep VECTOR_COUNT
%if n != VECTOR_PAGE
	TRAP n
%endif
%assign n n + 1
%endrep

trap_saved:
	SAVE
	mov	edx, 0
global trap_common
trap_common:				; edx: cr2 for a page fault, else 0
	mov	ebx, edx
	FLATTEN
	mov	eax, esp
	mov	edx, ebx
	test	byte [esp + FRAME_EFLAGS + 2], EFLAGS_VM >> 16
	jnz	trap_vm86
	call	trap_dispatch		; (eax frame, edx address)
	test	byte [esp + FRAME_CS], 3
	jnz	trap_return
	add	esp, 8			; back into the kernel
	popa
	add	esp, 8
	iret

; A program in virtual-8086 mode: see trap_from_vm86().
trap_vm86:
	call	trap_from_vm86		; (eax frame, edx address)
	mov	esp, eax
	jmp	trap_return

; Goes back to the program.  If the thread has something to attend to, that is
; done first.
align 16
global trap_return
trap_return:
	mov	eax, [current]
	cmp	byte [eax + THREAD_ATTENTION], 0
	jne	.attend
.leave:
	cmp	word [esp + FRAME_DS], USER_DS
	jne	.segments
	cmp	word [esp + FRAME_ES], USER_DS
	jne	.segments
	add	esp, 8
	popa
	add	esp, 8

	iret
.segments:
	mov	es, [esp + FRAME_ES]
	mov	ds, [esp + FRAME_DS]
	add	esp, 8
	popa
	add	esp, 8
	iret
.attend:
	mov	eax, esp
	call	thread_attend		; (eax frame)
	jmp	trap_return

; void context_switch(uint32_t *save_esp, uint32_t load_esp)
; The arguments are in eax and edx, as those of all functions of the kernel.
global context_switch
context_switch:
	push	ebp
	push	ebx
	push	esi
	push	edi
	mov	[eax], esp
	mov	esp, edx
	pop	edi
	pop	esi
	pop	ebx
	pop	ebp
	ret

; context_switch() returns here in a new thread, which has nothing but its trap
; frame on the stack.
global thread_start
extern thread_started
thread_start:
	call	thread_started
	jmp	trap_return

; context_switch() returns here in a new thread that runs the function in ebx.
; If the function returns, the thread has become a program's.
global kernel_thread_start
kernel_thread_start:
	call	thread_started
	call	ebx
	jmp	trap_return

; Double faults come through a task gate and have a stack of their own.
global double_fault
extern double_fault_panic
double_fault:
	call	double_fault_panic
	hlt
	jmp	double_fault

section .rodata
align 4
global trap_stubs
trap_stubs:
%assign n 0
%rep VECTOR_COUNT
%if n != VECTOR_PAGE
	dd	trap_%+n
%else
	dd	trap_page
%endif
%assign n n + 1
%endrep
