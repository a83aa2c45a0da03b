; SPDX-License-Identifier: MIT
; The code of the trampoline page, to which a signal handler returns.

%include "calls.inc"

section .rodata
global trampoline_code
global trampoline_code_end
trampoline_code:
	mov	eax, [CALL_SIGRETURN]	; does not come back
	ud2
trampoline_code_end:
