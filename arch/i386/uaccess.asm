; SPDX-License-Identifier: MIT
; Copies between the kernel and a program, with the exception table: a fault
; at an address in its first column goes on at the second.

%include "offsets.inc"

extern trap_page.other
extern trap_page.fetch
extern trap_page.fetch_address
extern trap_page.fetch_opcode
extern trap_page.fetch_modrm
extern trap_page.fetch_address2

section .text

; int user_copy(void *to, const void *from, uint32_t n): 0 or -EFAULT
global user_copy
user_copy:
	push	esi
	push	edi
	mov	edi, [esp + 12]
	mov	esi, [esp + 16]
	mov	ecx, [esp + 20]
	mov	edx, ecx
	shr	ecx, 2
copy_words:
	rep movsd
	mov	ecx, edx
	and	ecx, 3
copy_bytes:
	rep movsb
	xor	eax, eax
copy_done:
	pop	edi
	pop	esi
	ret
copy_failed:
	mov	eax, -EFAULT
	jmp	copy_done

; int user_clear(void *to, uint32_t n)
global user_clear
user_clear:
	push	esi
	push	edi
	mov	edi, [esp + 12]
	mov	ecx, [esp + 16]
	mov	edx, ecx
	xor	eax, eax
	shr	ecx, 2
clear_words:
	rep stosd
	mov	ecx, edx
	and	ecx, 3
clear_bytes:
	rep stosb
	jmp	copy_done

; int user_copy_word(uint32_t *to, const uint32_t *from)
global user_copy_word
user_copy_word:
	mov	edx, [esp + 8]
word_load:
	mov	ecx, [edx]
	mov	edx, [esp + 4]
word_store:
	mov	[edx], ecx
	xor	eax, eax
	ret
word_failed:
	mov	eax, -EFAULT
	ret

; int user_copy_string(char *to, const char *from, uint32_t size)
; Length without the NUL, -1: no NUL in size bytes, -EFAULT.
global user_copy_string
user_copy_string:
	push	esi
	push	edi
	mov	edi, [esp + 12]
	mov	esi, [esp + 16]
	mov	ecx, [esp + 20]
	xor	edx, edx
.next:
	cmp	edx, ecx
	jae	.long
.load:
	mov	al, [esi + edx]
	mov	[edi + edx], al
	inc	edx
	test	al, al
	jnz	.next
	lea	eax, [edx - 1]
	jmp	copy_done
.long:
	mov	eax, -1
	jmp	copy_done

section .rodata
align 4
global exception_table
exception_table:
	dd	copy_words, copy_failed
	dd	copy_bytes, copy_failed
	dd	clear_words, copy_failed
	dd	clear_bytes, copy_failed
	dd	word_load, word_failed
	dd	word_store, word_failed
	dd	user_copy_string.load, copy_failed
	dd	trap_page.fetch, trap_page.other
	dd	trap_page.fetch_address, trap_page.other
	dd	trap_page.fetch_opcode, trap_page.other
	dd	trap_page.fetch_modrm, trap_page.other
	dd	trap_page.fetch_address2, trap_page.other
	dd	0, 0

section .text
