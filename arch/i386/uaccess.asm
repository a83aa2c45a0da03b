; SPDX-License-Identifier: MIT
; The kernel's access to a program's memory (machine/uaccess.h).  Each function
; checks that the range is below the kernel.  The access itself finds out if it
; is mapped: all instructions that may fault are in the exception table.

%include "offsets.inc"
%include "smap.inc"
%include "exceptions.inc"

section .text.uaccess progbits alloc exec nowrite align=16

; Goes to %3 unless the %2 bytes from %1 on are all below the kernel.  Uses edx.
%macro CHECK_RANGE 3
	mov	edx, USER_END
	sub	edx, %1
	jbe	%3
	cmp	%2, edx
	ja	%3
%endmacro

; int copy_to_user(struct uaddr to, const void *from, size_t n)
global copy_to_user
copy_to_user:
	push	esi
	push	edi
	mov	edi, eax
	mov	esi, edx
	CHECK_RANGE eax, ecx, copy_failed
copy:
	STAC_
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
	CLAC_
	pop	edi
	pop	esi
	ret
copy_failed:
	mov	eax, -EFAULT
	jmp	copy_done

; int copy_from_user(void *to, struct uaddr from, size_t n)
align 16
global copy_from_user
copy_from_user:
	push	esi
	push	edi
	mov	edi, eax
	mov	esi, edx
	CHECK_RANGE esi, ecx, copy_failed
	jmp	copy

; int clear_user(struct uaddr to, size_t n)
align 16
global clear_user
clear_user:
	push	esi
	push	edi
	mov	edi, eax
	mov	ecx, edx
	CHECK_RANGE edi, ecx, copy_failed
	STAC_
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

; int touch_user(struct uaddr to, size_t n)
; Writes to a byte of each page, and to the last byte, the value that it has.
align 16
global touch_user
touch_user:
	mov	ecx, edx
	CHECK_RANGE eax, ecx, word_failed
	test	ecx, ecx
	jz	touched
	STAC_
	add	ecx, eax		; the end
touch_page:
	lock or	byte [eax], 0
	and	eax, ~(PAGE_SIZE - 1)
	add	eax, PAGE_SIZE
	cmp	eax, ecx
	jb	touch_page
touch_last:
	lock or	byte [ecx - 1], 0
	CLAC_
touched:
	xor	eax, eax
	ret

; int user_load(struct uaddr from, uint32_t *value)
align 16
global user_load
user_load:
	cmp	eax, USER_END - 4
	ja	word_failed
	STAC_
word_load:
	mov	ecx, [eax]
	CLAC_
	mov	[edx], ecx
	xor	eax, eax
	ret

; int user_store(struct uaddr to, uint32_t value)
global user_store
user_store:
	cmp	eax, USER_END - 4
	ja	word_failed
	STAC_
word_store:
	mov	[eax], edx
	CLAC_
	xor	eax, eax
	ret
word_failed:
	CLAC_
	mov	eax, -EFAULT
	ret

; ssize_t copy_string_from_user(char *to, struct uaddr from, size_t size)
; Copies aligned words at a time.  Such a word may reach beyond the end of the
; string, but not beyond its page.
align 16
global copy_string_from_user
copy_string_from_user:
	push	ebx
	push	esi
	push	edi
	mov	edi, eax
	mov	esi, edx
	mov	ebx, edx
	mov	eax, USER_END
	sub	eax, edx
	jbe	string_failed
	cmp	ecx, eax
	cmova	ecx, eax
	add	ecx, edx		; the string must end below ecx
	STAC_
.next:
	cmp	esi, ecx
	jae	.no_end
	test	esi, 3
	jnz	.byte
	lea	edx, [esi + 4]
	cmp	edx, ecx
	jbe	.load
.byte:
	mov	al, [esi]
	mov	[edi], al
	test	al, al
	jz	.last_byte
	inc	esi
	inc	edi
	jmp	.next
.load:
	mov	eax, [esi]
	mov	[edi], eax
	lea	edx, [eax - 0x01010101]	; 0x80 is set in each byte that is 0,
	not	eax			; and perhaps in bytes above one:
	and	edx, eax		; the lowest is in the first NUL
	and	edx, 0x80808080
	jnz	.last_word
	add	esi, 4
	add	edi, 4
	jmp	.next
.last_word:
	bsf	edx, edx
	shr	edx, 3
	add	esi, edx
.last_byte:
	mov	eax, esi
	sub	eax, ebx
.done:
	CLAC_
	pop	edi
	pop	esi
	pop	ebx
	ret
.no_end:
	mov	eax, -ENAMETOOLONG
	cmp	esi, USER_END
	jne	.done
string_failed:
	mov	eax, -EFAULT
	jmp	copy_string_from_user.done

EXCEPTION copy_words, copy_failed
EXCEPTION copy_bytes, copy_failed
EXCEPTION clear_words, copy_failed
EXCEPTION clear_bytes, copy_failed
EXCEPTION touch_page, word_failed
EXCEPTION touch_last, word_failed
EXCEPTION word_load, word_failed
EXCEPTION word_store, word_failed
EXCEPTION copy_string_from_user.byte, string_failed
EXCEPTION copy_string_from_user.load, string_failed
