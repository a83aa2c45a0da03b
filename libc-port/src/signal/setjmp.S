/* SPDX-License-Identifier: MIT */
/* Saves and restores registers; offsets as in machine/setjmp.h. */
	.globl	setjmp, _setjmp, sigsetjmp, longjmp, _longjmp, siglongjmp
	.type	setjmp, @function
	.type	sigsetjmp, @function
	.type	longjmp, @function

sigsetjmp:
	movl	4(%esp), %eax
	cmpl	$0, 8(%esp)
	je	1f
	pushl	%eax
	call	__save_mask
	popl	%eax
1:
	movl	8(%esp), %ecx
	movl	%ecx, 24(%eax)		/* mask_saved */
	jmp	2f

setjmp:
_setjmp:
	movl	4(%esp), %eax
	movl	$0, 24(%eax)
2:
	movl	%ebx, (%eax)
	movl	%esi, 4(%eax)
	movl	%edi, 8(%eax)
	movl	%ebp, 12(%eax)
	leal	4(%esp), %ecx
	movl	%ecx, 16(%eax)
	movl	(%esp), %ecx
	movl	%ecx, 20(%eax)
	xorl	%eax, %eax
	ret

longjmp:
_longjmp:
siglongjmp:
	movl	4(%esp), %edx
	cmpl	$0, 24(%edx)
	je	3f
	pushl	%edx
	call	__restore_mask
	popl	%edx
3:
	movl	8(%esp), %eax
	testl	%eax, %eax
	jnz	4f
	incl	%eax
4:
	movl	(%edx), %ebx
	movl	4(%edx), %esi
	movl	8(%edx), %edi
	movl	12(%edx), %ebp
	movl	16(%edx), %esp
	jmp	*20(%edx)
