/* SPDX-License-Identifier: MIT */
/* The ends of _init() and _fini(). */
	.section .init, "ax", @progbits
	addl	$12, %esp
	ret

	.section .fini, "ax", @progbits
	addl	$12, %esp
	ret
