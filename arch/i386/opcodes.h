/* SPDX-License-Identifier: MIT */
/*
 * The part of the opcode map whose instructions this kernel carries out: those
 * with memory operands.
 *
 * Rows are written as in Intel SDM vol. 2, "Opcode Map".  The first letter of
 * an operand's code says where the operand is, and the second its size.
 */
#ifndef ARCH_I386_OPCODES_H
#define ARCH_I386_OPCODES_H

#include "decode.h"

enum operand_code {
	NONE,
	/* E is memory by the ModRM byte, G a register by its reg field. */
	Eb,
	Ew,
	Ev,
	Ed,
	Eq,
	Gb,
	Gv,
	Gd,
	Sw, /* a segment register by the reg field */
	Ib, /* a byte, sign-extended */
	Iz, /* as large as the operation */
	One,
	CL,
	Ob, /* memory at an address in the instruction */
	Ov,
	AL,
	eAX,
	Xb, /* memory at DS:eSI */
	Xv,
	Yb, /* memory at ES:eDI */
	Yv,
	Tb, /* XLAT's table: memory at DS:eBX + AL */
	OPERAND_CODES,
};

/* Where an operand is. */
enum operand_place {
	PLACE_NONE,
	PLACE_MODRM_MEMORY,
	PLACE_MODRM_REGISTER,
	PLACE_SEGMENT,
	PLACE_IMMEDIATE,
	PLACE_ONE,
	PLACE_CL,
	PLACE_OFFSET,
	PLACE_ACCUMULATOR,
	PLACE_SOURCE,
	PLACE_DESTINATION,
	PLACE_TABLE,
};

#define SIZE_V 0 /* 2 or 4 bytes, by the operand-size prefix */

struct operand_meaning {
	uint8_t place, size; /* enum operand_place; bytes, or SIZE_V */
};

struct opcode {
	uint8_t operation;  /* enum insn_operation, or enum opcode_group */
	uint8_t operand[3]; /* enum operand_code */
};

/* Groups: opcodes whose operation is in the ModRM byte's reg field. */
enum opcode_group {
	GROUP_1 = 0x80,
	GROUP_1A,
	GROUP_2,
	GROUP_3,
	GROUP_4,
	GROUP_5,
	GROUP_8,
	GROUP_9,
	GROUP_11,
	GROUP_END,
};
_Static_assert(INSN_OPERATIONS <= (int)GROUP_1, "groups follow the operations");

extern const struct operand_meaning operand_meanings[OPERAND_CODES];
extern const struct opcode opcodes_one_byte[256];
extern const struct opcode opcodes_two_byte[256];
/*
 * By group and reg field.  For an operand that is NONE the opcode's row counts.
 */
extern const struct opcode opcode_groups[GROUP_END - GROUP_1][8];

/* What an operation does to its left operand. */
enum operation_trait { LEFT_READ = 1, LEFT_WRITTEN = 2, LOCKABLE = 4 };
extern const uint8_t operation_traits[INSN_OPERATIONS];

/*
 * An instruction that the processor executes itself, of which only the memory
 * operand matters here.  size is that of the operand in bytes, by the prefix:
 * none, 66, F3, F2.  0: there is no such instruction.
 */
struct step_opcode {
	uint8_t size[4];
	uint8_t writes; /* bit n: with the nth prefix it writes, else reads */
	bool immediate; /* an immediate byte follows */
};
#define STEP_SIZE_V 0xff /* 2 or 4 bytes, by the operand-size prefix */

extern const struct step_opcode step_two_byte[256]; /* 0F */
extern const struct step_opcode step_0f38[256];	    /* 0F 38 */
extern const struct step_opcode step_0f3a[256];	    /* 0F 3A */

/* An instruction D8 to DF; the array is by opcode and reg field. */
struct x87_opcode {
	uint8_t size;	/* 0: there is no such instruction */
	uint8_t size16; /* with an operand-size prefix; 0: the same */
	uint8_t access;
};
extern const struct x87_opcode x87_opcodes[8][8];

/* An instruction 0F AE; the array is by the reg field. */
struct group15_opcode {
	uint16_t size;
	uint8_t access;
};
extern const struct group15_opcode group15_opcodes[8];

#endif
