; SPDX-License-Identifier: MIT
; The bare cost of a page fault from ring 3 and the return: a multiboot program
; that does COUNT of them and leaves QEMU.  No kernel is in it: the handler
; steps over the load.  Timed from outside, by the difference of two counts.

%ifndef COUNT
%define COUNT 0
%endif

bits 32
section .text
align 4
	dd	0x1badb002, 0, -0x1badb002

global _start
_start:
	cli
	mov	esp, stack_top
	lgdt	[gdt_pointer]
	jmp	0x08:.flat
.flat:
	mov	ax, 0x10
	mov	ss, ax
	mov	ax, 0x23
	mov	ds, ax
	mov	es, ax

	; The first 4 MB for all, one large page; the rest is not there.
	mov	dword [directory], 0x87
	mov	eax, cr4
	or	eax, 0x10
	mov	cr4, eax
	mov	eax, directory
	mov	cr3, eax
	mov	eax, cr0
	or	eax, 0x80010000
	mov	cr0, eax

	mov	eax, tss
	mov	[gdt + 0x28 + 2], ax
	shr	eax, 16
	mov	[gdt + 0x28 + 4], al
	mov	ax, 0x28
	ltr	ax
	mov	eax, handler
	mov	[idt + 14 * 8], ax
	mov	word [idt + 14 * 8 + 2], 0x08
	mov	word [idt + 14 * 8 + 4], 0x8e00
	shr	eax, 16
	mov	[idt + 14 * 8 + 6], ax
	lidt	[idt_pointer]

	push	dword 0x23
	push	dword user_stack_top
	push	dword 2
	push	dword 0x1b
	push	dword user
	iret

; Ring 3.  The last fault is a store: it ends the program.
user:
	mov	esi, COUNT
	test	esi, esi
	jz	.end
.next:
	mov	eax, [0xbf800000]
	dec	esi
	jnz	.next
.end:
	mov	[0xbf800000], eax

align 16
handler:
	test	byte [esp], 2
	jnz	.leave
	add	esp, 4
	add	dword [esp], 5
	iret
.leave:
	mov	al, 0
	out	0xf4, al
	hlt

section .data
align 8
gdt:	dq	0
	dq	0x00cf9a000000ffff
	dq	0x00cf92000000ffff
	dq	0x00cffa000000ffff
	dq	0x00cff2000000ffff
	dq	0x0000890000000067
gdt_pointer:
	dw	gdt_pointer - gdt - 1
	dd	gdt
idt_pointer:
	dw	15 * 8 - 1
	dd	idt
tss:	dd	0, stack_top, 0x10
	times 23 dd 0

section .bss
align 4096
directory:
	resb	4096
idt:	resb	15 * 8
	alignb	16
	resb	4096
stack_top:
	resb	4096
user_stack_top:
