/* SPDX-License-Identifier: MIT */
/*
 * The instruction decoder: a pure function of an instruction's bytes and the
 * registers, which tells what the instruction does to memory.
 */
#ifndef ARCH_I386_DECODE_H
#define ARCH_I386_DECODE_H

#include "cpu.h"

#define INSN_MAX 15 /* bytes (Intel SDM vol. 2, "Instruction Format") */

enum insn_operation {
	INSN_LOAD,	/* register = memory */
	INSN_LOAD_ZERO, /* register = memory, zero-extended */
	INSN_LOAD_SIGN, /* register = memory, sign-extended */
	INSN_STORE,	/* memory = register or immediate */
};

/* What access_complete() needs; one word, as it is stored at each call. */
struct insn {
	uint8_t length;
	uint8_t operation;	 /* enum insn_operation */
	uint8_t reg;		 /* number as in ModRM; 8-bit: AL..BH */
	uint8_t reg_size : 4;	 /* 1, 2 or 4 bytes of the register */
	uint8_t memory_size : 4; /* 1, 2 or 4 bytes of memory */
};

/* A struct insn with 4-byte operands as a word, for assembly. */
#define INSN_PACK(length, operation, reg) \
	((length) | (operation) << 8 | (reg) << 16 | 0x44 << 24)

/* Bases of the segments that programs can name. */
struct segment_bases {
	uint32_t fs, gs;
};

/*
 * Decodes the instruction in the first size bytes.  On success returns 0,
 * *address is where in memory it reads or writes, and for a store *value is
 * what it writes.  -EINVAL: not an instruction that we carry out.
 */
int insn_decode(const uint8_t *bytes, unsigned size,
		const struct trapframe *registers,
		const struct segment_bases *bases, struct insn *insn,
		uint32_t *address, uint32_t *value);

/* Puts value where a load puts it, and goes to the next instruction. */
void insn_finish(const struct insn *insn, struct trapframe *registers,
		 uint32_t value);

#endif
