; SPDX-License-Identifier: MIT
; The ways into the kernel and out of it.  There is one door: the page fault.

%include "offsets.inc"

extern call_by_load_failed
extern call_arguments
extern call_groups
extern call_handlers
extern calls_short
extern trap_dispatch
extern trap_from_vm86
extern thread_attend
extern current

section .text

; Saves the registers of a trap as a struct trapframe.  The kernel uses the
; program's flat data segment: it is the same as its own, and need be loaded
; only if the program has put another selector there.
; SMAP: the kernel touches programs' memory only between STAC_ and CLAC_, which
; cpu.c replaces on processors without it.  A program may have set AC itself.
%include "smap.inc"

%macro SAVE 0
	pusha
	push	ds
	push	es
	cld
	CLAC_
%endmacro

%macro FLATTEN 0
	mov	ecx, USER_DS
	mov	eax, ds
	cmp	ax, cx
	jne	%%load
	mov	eax, es
	cmp	ax, cx
	je	%%flat
%%load:
	mov	ds, ecx
	mov	es, ecx
%%flat:
%endmacro

; A load of a call slot by `A1 moffs32`, mov eax, [slot], which is what the
; compiler makes of `fd = *CALL_OPEN`, or by `8B /r disp32` where it wants the
; result in another register: the decoder, the search for the window and that for
; the call, folded to comparisons.  Everything else goes the long way, which
; gives the same answer.
;
; Handlers save ebx, esi, edi and ebp themselves.  So the frame gets them, and the
; segments, which are flat, only when somebody is to see them.

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
	jnz	trap_page.other		; beyond the group's handlers, not aligned
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
	; A load by a program, with flat segments?  Another RPL in DS may make up
	; for another error code, but then no instruction below fits.
	mov	eax, es
	shl	eax, 16
	mov	ax, ds
	xor	eax, [esp + FRAME_ERROR]
	cmp	eax, USER_DS << 16 | USER_DS ^ PF_USER
	jne	.other
	lea	eax, [edx - CALL_PAGES]
	cmp	eax, [calls_short]	; 0 in a process that is watched
	jae	.other
	mov	ecx, [esp + FRAME_EIP]
	STAC_
global trap_page.fetch
global trap_page.fetch_address
.fetch:					; in the exception table
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
	mov	ecx, [current]		; the store is call_cancel_end()
	mov	byte [ecx + THREAD_CANCELLABLE], 0
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

global trap_page.fetch_opcode
global trap_page.fetch_address2
.to_register:
	COMPLETE
.fetch_opcode:
	movzx	ecx, word [ecx]
	cmp	cl, 0x8b
	jne	.other
	shr	ecx, 8			; 00 reg 101: a 32-bit address
	sub	ecx, 5
	ror	ecx, 3
	cmp	ecx, 7
	ja	.other
	cmp	ecx, 4			; esp is not in the frame's order
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
	neg	ecx			; so far below eax is the register
	mov	[esp + ecx * 4 + FRAME_EAX], eax
	add	dword [esp + FRAME_EIP], 6
.leave:
	mov	ecx, [current]
	mov	byte [ecx + THREAD_CANCELLABLE], 0
	jmp	trap_return

.short_failed:
	cmp	eax, -ECALLDONE		; the frame has been written
	je	.leave
	COMPLETE
	mov	dword [esp + FRAME_LOAD], LOAD_SHORT
.failed:
	mov	edx, eax
	mov	eax, esp
	call	call_by_load_failed	; (eax frame, edx -error)
	jmp	.leave

global trap_page.other
.other:
	CLAC_
	COMPLETE
	mov	dword [esp + FRAME_LOAD], LOAD_NONE
	jmp	trap_common

; long call_with_registers(call_args *args): in call_handlers[], in the place of
; handlers that use the whole frame.  ecx is still its place there.
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
	lea	ecx, [ecx + ecx * 2]	; three words in the other table
	add	ecx, [call_groups + edx * CALL_GROUP_SIZE]
	jmp	[ecx]			; (eax arguments)

; Every other exception and interrupt.
%macro TRAP 1
align 8
trap_%1:
%if %1 != 8 && (%1 < 10 || %1 > 14) && %1 != 17
	push	dword 0
%endif
	push	dword %1
	jmp	trap_saved
%endmacro

%assign n 0
%rep VECTOR_COUNT
%if n != VECTOR_PAGE
	TRAP n
%endif
%assign n n + 1
%endrep

trap_saved:
	SAVE
	mov	edx, 0
trap_common:				; edx: cr2 for a page fault
	mov	ebx, edx
	FLATTEN
	mov	eax, esp
	mov	edx, ebx
	test	byte [esp + FRAME_EFLAGS + 2], EFLAGS_VM >> 16
	jnz	trap_vm86
	call	trap_dispatch		; (eax frame, edx address)
	test	byte [esp + FRAME_CS], 3
	jnz	trap_return
	add	esp, 8			; back into the kernel
	popa
	add	esp, 8
	iret

; A program in virtual-8086 mode: see trap_from_vm86().
trap_vm86:
	call	trap_from_vm86		; (eax frame, edx address)
	mov	esp, eax
	jmp	trap_return

; Back to the program, unless its thread has something to attend to first.
align 16
global trap_return
trap_return:
	mov	eax, [current]
	cmp	byte [eax + THREAD_ATTENTION], 0
	jne	.attend
.leave:
	cmp	word [esp + FRAME_DS], USER_DS
	jne	.segments
	cmp	word [esp + FRAME_ES], USER_DS
	jne	.segments
	add	esp, 8
	popa
	add	esp, 8

	iret
.segments:
	mov	es, [esp + FRAME_ES]
	mov	ds, [esp + FRAME_DS]
	add	esp, 8
	popa
	add	esp, 8
	iret
.attend:
	mov	eax, esp
	call	thread_attend		; (eax frame)
	jmp	trap_return

; void context_switch(uint32_t *save_esp, uint32_t load_esp): in eax and edx,
; as all arguments in the kernel
global context_switch
context_switch:
	push	ebp
	push	ebx
	push	esi
	push	edi
	mov	[eax], esp
	mov	esp, edx
	pop	edi
	pop	esi
	pop	ebx
	pop	ebp
	ret

; A new thread's first return address: its frame is all that is on the stack.
global thread_start
extern thread_started
thread_start:
	call	thread_started
	jmp	trap_return

; A thread that starts in the kernel: ebx is the function.  When it returns,
; it has become a program.
global kernel_thread_start
kernel_thread_start:
	call	thread_started
	call	ebx
	jmp	trap_return

; Double faults come through a task gate, with a good stack of their own.
global double_fault
extern double_fault_panic
double_fault:
	call	double_fault_panic
	hlt
	jmp	double_fault

section .rodata
align 4
global trap_stubs
trap_stubs:
%assign n 0
%rep VECTOR_COUNT
%if n != VECTOR_PAGE
	dd	trap_%+n
%else
	dd	trap_page
%endif
%assign n n + 1
%endrep
