; SPDX-License-Identifier: MIT
; From the boot loader to C: the multiboot header, the first page directory and
; the first stack.

%include "offsets.inc"

MULTIBOOT_MAGIC		equ 0x1badb002
MULTIBOOT_FLAGS		equ 3			; modules at pages; a memory map
CR0_PG_WP		equ 0x80010000
CR4_PSE			equ 0x10

section .multiboot
align 4
	dd MULTIBOOT_MAGIC
	dd MULTIBOOT_FLAGS
	dd -(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

; Runs at its physical address with paging off.  The loader left the magic
; number in eax and the address of its information in ebx.
section .boot progbits alloc exec nowrite align=16
global _start
_start:
	cli
	cld
	mov	esi, eax

	; Maps physical memory to KERNEL_BASE in pages of 4 MB.  The first 4 MB
	; are also mapped at their physical address while eip is there.
	mov	edi, boot_directory - KERNEL_BASE
	mov	dword [edi], 0x83
	add	edi, (KERNEL_BASE >> 20) & 0xfff
	mov	eax, 0x83
.map:
	stosd
	add	eax, 0x400000
	cmp	eax, DIRECT_LIMIT
	jb	.map

	mov	eax, cr4
	or	eax, CR4_PSE
	mov	cr4, eax
	mov	eax, boot_directory - KERNEL_BASE
	mov	cr3, eax
	mov	eax, cr0
	or	eax, CR0_PG_WP
	mov	cr0, eax
	mov	eax, start_high
	jmp	eax

section .text
start_high:
	mov	dword [boot_directory], 0
	mov	eax, cr3
	mov	cr3, eax
	mov	esp, boot_stack + BOOT_STACK_SIZE
	xor	ebp, ebp
	mov	eax, esi
	mov	edx, ebx
extern arch_main
	call	arch_main		; (eax magic, edx information)
.stop:
	hlt
	jmp	.stop

section .bss
align 4096
global boot_directory
boot_directory:
	resb	4096
global boot_stack
boot_stack:
	resb	BOOT_STACK_SIZE
