/* SPDX-License-Identifier: MIT */
/* Where a program starts: the stack holds argc, argv, envp and auxv. */
	.globl	_start
	.type	_start, @function
_start:
	xorl	%ebp, %ebp
	movl	%esp, %eax
	andl	$-16, %esp
	subl	$12, %esp
	pushl	%eax
	call	__libc_start
	hlt
