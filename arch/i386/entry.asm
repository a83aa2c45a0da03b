; SPDX-License-Identifier: MIT
; The ways into the kernel and out of it.  There is one door: the page fault.

%include "offsets.inc"

extern call_by_load_failed
extern call_by_load_rare
extern call_ways
extern trap_dispatch
extern trap_from_vm86
extern thread_attend
extern current

section .text

; Saves the registers of a trap as a struct trapframe.  The kernel uses the
; program's flat data segment: it is the same as its own, and need be loaded
; only if the program has put another selector there.
%macro SAVE 0
	pusha
	push	ds
	push	es
	cld
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
align 16
global trap_page
global trap_page.fetch
global trap_page.fetch_address
global trap_page.fetch_address2
trap_page:
	push	dword VECTOR_PAGE
	SAVE
	mov	edx, cr2
	lea	ebx, [edx - CALL_PAGES]	; offset in the call pages
	cmp	ebx, CALL_GROUPS * PAGE_SIZE
	jae	.other
	cmp	dword [esp + FRAME_ERROR], PF_USER
	jne	.other
	mov	eax, ds
	cmp	ax, USER_DS
	jne	.other
	mov	eax, es
	cmp	ax, USER_DS
	jne	.other
	mov	esi, [esp + FRAME_EIP]
.fetch:					; in the exception table
	movzx	ecx, word [esi]
	cmp	cl, 0xa1
	jne	.to_register
.fetch_address:
	cmp	[esi + 1], edx
	jne	.other
	mov	dword [esp + FRAME_LOAD], LOAD_SHORT
	lea	edi, [esp + FRAME_EAX]
	add	esi, 5
.find:			; edi: the register in the frame, esi: eip after the load
	mov	eax, ebx
	shr	eax, PAGE_SHIFT		; the group
	mov	ecx, ebx
	and	ecx, PAGE_SIZE - 1
	test	bl, CALL_SLOT_SIZE - 1
	jnz	.rare
	cmp	ecx, [call_ways + eax * 8 + WAY_BYTES]
	jae	.rare
	add	ecx, [call_ways + eax * 8 + WAY_FIRST]
	mov	edx, [current]
	mov	eax, [edx + THREAD_PROCESS]
	mov	eax, [eax + PROCESS_SPACE]
	cmp	byte [eax + SPACE_WATCHED], 0
	jne	.rare
	mov	eax, [edx + THREAD_PAGE]
	call	[ecx]			; (eax arguments)
	cmp	eax, -CALL_MAX_ERROR
	jae	.failed
.give:
	mov	[edi], eax
	mov	[esp + FRAME_EIP], esi
.leave:				; the store is call_cancel_end()
	mov	eax, [current]
	mov	byte [eax + THREAD_CANCELLABLE], 0
	cmp	byte [eax + THREAD_ATTENTION], 0
	jne	trap_return
	add	esp, 8
	popa
	add	esp, 8
	iret
.to_register:
	cmp	cl, 0x8b
	jne	.other
	shr	ecx, 8			; 00 reg 101: a 32-bit address
	sub	ecx, 5
	ror	ecx, 3
	cmp	ecx, 7
	ja	.other
	cmp	ecx, 4			; esp is not where pusha left it
	je	.other
.fetch_address2:
	cmp	[esi + 2], edx
	jne	.other
	mov	[esp + FRAME_LOAD], ecx
	neg	ecx			; pusha stored it so far below eax
	lea	edi, [esp + ecx * 4 + FRAME_EAX]
	add	esi, 6
	jmp	.find
.rare:
	mov	eax, esp
	mov	edx, ebx
	call	call_by_load_rare	; (eax frame, edx offset)
	jmp	.told
.failed:
	call	call_by_load_failed	; (eax the negative error)
.told:					; eax: whether edx is the result
	test	eax, eax
	mov	eax, edx
	jnz	.give
	jmp	.leave
global trap_page.other
.other:
	jmp	trap_common

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
