/* SPDX-License-Identifier: MIT */
/* Into random code, and back from it. */
	.comm	saved_esp, 4

	.globl	code_run
code_run:
	pusha
	mov	%esp, saved_esp
	mov	36(%esp), %eax
	mov	36(%eax), %ebx
	mov	%ebx, target
	mov	4(%eax), %ebx
	mov	8(%eax), %ecx
	mov	12(%eax), %edx
	mov	16(%eax), %esi
	mov	20(%eax), %edi
	mov	24(%eax), %ebp
	push	32(%eax)
	push	(%eax)
	mov	28(%eax), %eax
	mov	%eax, target_esp
	pop	%eax
	popf
	mov	target_esp, %esp
	jmp	*target

/* All that the code may have broken, but for memory. */
	.globl	code_back
code_back:
	mov	saved_esp, %esp
	push	$0x202
	popf
	push	$0x23
	pop	%ds
	push	$0x23
	pop	%es
	push	$0x2b
	pop	%gs
	fninit
	popa
	ret

	.bss
target:		.long	0
target_esp:	.long	0
