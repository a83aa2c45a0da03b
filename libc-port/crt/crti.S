/* SPDX-License-Identifier: MIT */
/* The heads of _init() and _fini(); crtn.S has their ends. */
	.section .init, "ax", @progbits
	.globl	_init
_init:
	subl	$12, %esp

	.section .fini, "ax", @progbits
	.globl	_fini
_fini:
	subl	$12, %esp
