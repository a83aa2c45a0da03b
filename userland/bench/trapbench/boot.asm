; SPDX-License-Identifier: MIT
; Multiboot entry, descriptors, paging, and the way to ring 3 and back.

%include "layout.inc"

extern trapbench_main
extern exception

bits 32
section .multiboot
align 4
	dd	0x1badb002, 2, -0x1badb004	; with the memory's size

section .text
global _start
_start:
	cli
	cld
	mov	esp, stack_top
	push	ebx			; what the loader says
	push	eax			; that it is a loader
	mov	al, 0xff		; no interrupts: both PICs masked
	out	0x21, al
	out	0xa1, al

	lgdt	[gdt_pointer]
	jmp	KERNEL_CS:.flat
.flat:
	mov	ax, KERNEL_DS
	mov	ss, ax
	mov	ax, USER_DS		; good for both rings
	mov	ds, ax
	mov	es, ax

	mov	eax, tss
	mov	[gdt + TSS_SELECTOR + 2], ax
	shr	eax, 16
	mov	[gdt + TSS_SELECTOR + 4], al
	mov	[gdt + TSS_SELECTOR + 7], ah
	mov	ax, TSS_SELECTOR
	ltr	ax
	lidt	[idt_pointer]
	call	trapbench_main
.stop:
	hlt
	jmp	.stop

; void paging_on(const void *directory)
global paging_on
paging_on:
	mov	eax, [esp + 4]
	mov	cr3, eax
	mov	eax, cr0
	or	eax, 0x80000000
	mov	cr0, eax
	jmp	.fetch
.fetch:
	ret

; void loop_run(void (*loop)(void), uint32_t count, bool user)
; Runs a loop of loops.asm in ring 3 or in ring 0.  It ends with an int, whose
; handler comes back here.
global loop_run
loop_run:
	pusha
	mov	[loop_stack], esp
	mov	eax, [esp + 36]
	mov	esi, [esp + 40]
	cmp	byte [esp + 44], 0
	je	.kernel
	push	dword USER_DS
	push	dword user_stack_top
	push	dword 2
	push	dword USER_CS
	push	eax
	iret
.kernel:
	jmp	eax

global loop_leave
loop_leave:
	mov	esp, [loop_stack]
	popa
	ret

; Exceptions that nobody measures: told, and the end.
%assign n 0
%rep EXCEPTIONS
align 8
exception_%+n:
	push	dword n
	jmp	exception_any
%assign n n + 1
%endrep

exception_any:
	mov	eax, cr2
	push	eax
	push	dword [esp + 4]
	call	exception		; (vector, address)

section .rodata
global exceptions
exceptions:
%assign n 0
%rep EXCEPTIONS
	dd	exception_%+n
%assign n n + 1
%endrep

section .data
align 4096			; not with code: an emulator would watch it
global gdt
gdt:	dq	0
	dq	0x00cf9a000000ffff
	dq	0x00cf92000000ffff
	dq	0x00cffa000000ffff
	dq	0x00cff2000000ffff
	dq	0x0000890000000067	; the TSS
	dq	0			; the call gate
gdt_pointer:
	dw	gdt_pointer - gdt - 1
	dd	gdt
idt_pointer:
	dw	IDT_ENTRIES * 8 - 1
	dd	idt
align 8
tss:	dd	0, trap_stack_top, KERNEL_DS
	times 22 dd 0
	dw	0, 104			; no I/O bitmap

section .bss
align 4096
global idt
idt:	resb	IDT_ENTRIES * 8
loop_stack:
	resd	1
	alignb	4096
	resb	16384
stack_top:
	resb	4096
global trap_stack_top
trap_stack_top:
	resb	4096
user_stack_top:
