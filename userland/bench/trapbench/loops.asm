; SPDX-License-Identifier: MIT
; The loops that are timed.  Each runs its body esi times and leaves the time
; stamps of both ends in loop_start and loop_stop, the last result in
; loop_result.

%include "layout.inc"

bits 32
section .loops progbits alloc exec nowrite align=4096

%macro LOOP 1
align 64
global loop_%1
loop_%1:
	mov	dword [loop_result], 0
	rdtsc
	mov	[loop_start], eax
	mov	[loop_start + 4], edx
.next:
%endmacro

%macro END 0
	dec	esi
	jnz	.next
	mov	[loop_result], eax
	rdtsc
	mov	[loop_stop], eax
	mov	[loop_stop + 4], edx
	int	VECTOR_LEAVE
%endmacro

LOOP nothing
END

LOOP mapped
%rep 32
	mov	eax, [MAPPED + SLOT]
%endrep
END

LOOP no_table_entry
	mov	eax, [NO_TABLE_ENTRY + SLOT]
END

LOOP no_directory
	mov	eax, [NO_DIRECTORY + SLOT]
END

LOOP supervisor
	mov	eax, [SUPERVISOR + SLOT]
END

LOOP read_only
	mov	[READ_ONLY + SLOT], eax
END

LOOP int
	mov	eax, SLOT / 4
	int	VECTOR_CALL
END

LOOP sysenter
	mov	eax, SLOT / 4
	mov	ecx, esp
	mov	edx, .back
	sysenter
.back:
END

LOOP syscall
	mov	eax, SLOT / 4
	syscall
END

LOOP gate
	mov	eax, SLOT / 4
	call	GATE_SELECTOR:0
END

; In ring 0.
LOOP cr3
	mov	eax, cr3
	mov	cr3, eax
END

LOOP invlpg
	invlpg	[MAPPED]
END

LOOP rdtsc
	rdtsc
END

section .data
align 8
global loop_start
global loop_stop
global loop_result
loop_start:	dq	0
loop_stop:	dq	0
loop_result:	dd	0
