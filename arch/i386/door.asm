; SPDX-License-Identifier: MIT
; The short way of the door (call/door.h, docs/door.md).  All page faults begin
; here.  The usual calls of programs are recognised and answered here.  All
; other faults go on to trap_common (entry.asm).

%include "offsets.inc"
%include "smap.inc"
%include "exceptions.inc"

extern call_by_load_failed
extern call_arguments
extern call_groups
extern call_handlers
extern door_limit
extern current
extern trap_common
extern trap_return

section .text

; The usual call is a load of a slot by `A1 moffs32`, which is mov eax, [slot].
; The compiler makes it of `fd = *CALL_OPEN`, or `8B /r disp32` if it wants the
; result in another register.  A few comparisons do here what the decoder and
; the search for the window and the call do for other instructions.  Those go
; the long way, which gives the same answers.
;
; Handlers save ebx, esi, edi and ebp themselves.  So COMPLETE stores these and
; the segments, which are flat, only if somebody will look at the trap frame.

%macro COMPLETE 0
	mov	[esp + FRAME_EBX], ebx
	mov	[esp + FRAME_EBP], ebp
	mov	[esp + FRAME_ESI], esi
	mov	[esp + FRAME_EDI], edi
	mov	[esp + FRAME_DS], ds
	mov	[esp + FRAME_ES], es
	mov	dword [esp + FRAME_VECTOR], VECTOR_PAGE
%endmacro

; Runs the handler of the slot at offset eax.  The result is in eax.
%macro CALL_HANDLER 0
	test	eax, PAGE_SIZE - CALL_SHORT_SIZE | CALL_SLOT_SIZE - 1
	jnz	trap_page.other		; not aligned, or not short
	movzx	ecx, al
	shr	eax, PAGE_SHIFT		; the group
	shl	eax, CALL_SHORT_SHIFT
	add	ecx, eax
	mov	eax, [call_arguments]
	call	[call_handlers + ecx]	; (eax arguments)
%endmacro

align 16
global trap_page
trap_page:
	sub	esp, 4			; the vector
	push	eax
	push	ecx
	push	edx
	sub	esp, FRAME_EDX
	cld
	mov	edx, cr2
	; Is it a load by a program, with flat segments?  DS with another RPL
	; and another error code may look the same together.  That does no
	; harm: the instructions below fit no such fault.
	mov	eax, es
	shl	eax, 16
	mov	ax, ds
	xor	eax, [esp + FRAME_ERROR]
	cmp	eax, USER_DS << 16 | USER_DS ^ PF_USER
	jne	.other
	lea	eax, [edx - CALL_PAGES]
	cmp	eax, [door_limit]	; 0 if the process's calls are watched
	jae	.other
	mov	ecx, [esp + FRAME_EIP]
	STAC_
.fetch:					; may fault: see EXCEPTION below
	cmp	byte [ecx], 0xa1
	jne	.to_register
.fetch_address:
	cmp	[ecx + 1], edx
	jne	.other
	CLAC_
	CALL_HANDLER
.short_handled:
	cmp	eax, -CALL_MAX_ERROR
	jae	.short_failed
	add	dword [esp + FRAME_EIP], 5
	mov	ecx, [current]
	mov	dword [ecx + THREAD_CALL], 0 ; call_end()
	cmp	byte [ecx + THREAD_ATTENTION], 0
	jne	.attend
	mov	ecx, [esp + FRAME_ECX]
	mov	edx, [esp + FRAME_EDX]
	add	esp, FRAME_EIP
	iret
.attend:
	COMPLETE
	mov	[esp + FRAME_EAX], eax
	jmp	trap_return

.to_register:
	COMPLETE
.fetch_opcode:
	movzx	ecx, word [ecx]
	cmp	cl, 0x8b
	jne	.other
	shr	ecx, 8			; ModRM must be 00 reg 101: disp32
	sub	ecx, 5
	ror	ecx, 3
	cmp	ecx, 7
	ja	.other
	cmp	ecx, 4			; esp is elsewhere in the frame
	je	.other
	mov	[esp + FRAME_LOAD], ecx
	mov	ecx, [esp + FRAME_EIP]
.fetch_address2:
	cmp	[ecx + 2], edx
	jne	.other
	CLAC_
	CALL_HANDLER
	cmp	eax, -CALL_MAX_ERROR
	jae	.failed
	mov	ecx, [esp + FRAME_LOAD]
	neg	ecx			; so many words below eax
	mov	[esp + ecx * 4 + FRAME_EAX], eax
	add	dword [esp + FRAME_EIP], 6
.leave:
	mov	ecx, [current]
	mov	dword [ecx + THREAD_CALL], 0
	jmp	trap_return

.short_failed:
	cmp	eax, -ECALLDONE		; the frame has the registers already
	je	.leave
	COMPLETE
	mov	dword [esp + FRAME_LOAD], LOAD_SHORT
.failed:
	mov	edx, eax
	mov	eax, esp
	call	call_by_load_failed	; (eax frame, edx -error)
	jmp	trap_return

.other:
	CLAC_
	COMPLETE
	mov	dword [esp + FRAME_LOAD], LOAD_NONE
	jmp	trap_common

; long call_with_registers(call_args *args)
; It is in call_handlers[] in the place of handlers that use the whole trap
; frame.  It completes the frame and goes to the handler's entry in
; call_groups[].  ecx is still the offset in call_handlers[] that CALL_HANDLER
; computed.
global call_with_registers
call_with_registers:
	pop	edx
	cmp	edx, trap_page.short_handled
	jne	.run			; the frame is complete
	COMPLETE
	mov	dword [esp + FRAME_LOAD], LOAD_SHORT
.run:
	push	edx
	mov	edx, ecx
	and	ecx, CALL_SHORT_SIZE - 1
	shr	edx, CALL_SHORT_SHIFT
	lea	ecx, [ecx + ecx * 2]	; an entry has three words there
	add	ecx, [call_groups + edx * CALL_GROUP_SIZE]
	jmp	[ecx]			; (eax arguments)

; The page with the program's instruction may not be present.
EXCEPTION trap_page.fetch, trap_page.other
EXCEPTION trap_page.fetch_address, trap_page.other
EXCEPTION trap_page.fetch_opcode, trap_page.other
EXCEPTION trap_page.fetch_address2, trap_page.other
