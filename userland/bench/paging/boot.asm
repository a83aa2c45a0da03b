; SPDX-License-Identifier: MIT
; The multiboot header, and the way to paging.c.

section .multiboot
align 4
	dd 0x1badb002
	dd 0
	dd -0x1badb002

section .text
global _start
extern measure_paging
_start:
	cli
	mov	esp, stack_top
	call	measure_paging
.stop:
	hlt
	jmp	.stop

section .bss
align 16
	resb	8192
stack_top:
