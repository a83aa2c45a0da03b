/* SPDX-License-Identifier: MIT */
/*
 * IRET and RETF of programs, where an emulator does not execute them.
 *
 * QEMU (7.2: target/i386/tcg/seg_helper.c) reads the program's stack for them
 * with the supervisor's rights.  With SMAP such a read faults although the page
 * is present, and the error code does not have PF_USER.  Processors read with
 * the program's own rights.  The instruction is carried out here instead.
 */
#include "farreturn.h"
#include "lib/assert.h"
#include "machine/uaccess.h"

#define OPCODE_RETF_POP 0xca /* and adds a number to esp */
#define OPCODE_RETF	0xcb
#define OPCODE_IRET	0xcf

bool far_return(struct trapframe *f)
{
	uint8_t code[3];
	uint32_t words[3]; /* eip, cs, eflags */
	uint32_t size = 8;

	KASSERT(frame_is_user(f));
	if (copy_from_user(code, uaddr(f->eip), 1) != 0)
		return false;
	if (code[0] == OPCODE_IRET)
		size = 12;
	else if (code[0] != OPCODE_RETF && code[0] != OPCODE_RETF_POP)
		return false;
	if (copy_from_user(words, uaddr(f->esp), size) != 0 ||
	    (words[1] & 0xffff) != USER_CS)
		return false;
	if (code[0] == OPCODE_RETF_POP) {
		if (copy_from_user(code, uaddr(f->eip), sizeof(code)) != 0)
			return false;
		size += code[1] | (uint32_t)code[2] << 8;
	}
	if (code[0] == OPCODE_IRET)
		f->eflags = (f->eflags & ~(uint32_t)EFLAGS_USER) |
			    (words[2] & EFLAGS_USER);
	f->eip = words[0];
	f->esp += size;
	return true;
}
