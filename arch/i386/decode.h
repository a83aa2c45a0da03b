/* SPDX-License-Identifier: MIT */
/*
 * The instruction decoder.  It is a pure function of an instruction's bytes,
 * the registers and the segments.  It finds what the instruction does, and to
 * which memory.
 */
#ifndef ARCH_I386_DECODE_H
#define ARCH_I386_DECODE_H

#include "cpu.h"

#define INSN_MAX 15 /* bytes (Intel SDM vol. 2, "Instruction Format") */

/*
 * Within groups 1, 2, 3 and 8 of the opcode map, the order is that of the ModRM
 * byte's reg field.  emulate.c and opcodes.c name ranges of operations.
 */
enum insn_operation {
	INSN_NONE,
	INSN_LOAD,  /* register = memory */
	INSN_STORE, /* memory = register or immediate */
	INSN_LOAD_ZERO,
	INSN_LOAD_SIGN,
	/* Group 1. */
	INSN_ADD,
	INSN_OR,
	INSN_ADC,
	INSN_SBB,
	INSN_AND,
	INSN_SUB,
	INSN_XOR,
	INSN_CMP,
	INSN_TEST,
	/* Group 2. */
	INSN_ROL,
	INSN_ROR,
	INSN_RCL,
	INSN_RCR,
	INSN_SHL,
	INSN_SHR,
	INSN_SAR,
	INSN_SHLD,
	INSN_SHRD,
	/* Groups 3 to 5. */
	INSN_NOT,
	INSN_NEG,
	INSN_MUL,
	INSN_IMUL,
	INSN_DIV,
	INSN_IDIV,
	INSN_INC,
	INSN_DEC,
	INSN_CALL,
	INSN_JMP,
	INSN_PUSH,
	INSN_POP,
	/* Group 8. */
	INSN_BT,
	INSN_BTS,
	INSN_BTR,
	INSN_BTC,
	/* Others. */
	INSN_IMUL_TRUNCATE, /* register = a product cut to its size */
	INSN_BSF,
	INSN_BSR,
	INSN_POPCNT,
	INSN_TZCNT,
	INSN_LZCNT,
	INSN_XCHG,
	INSN_XADD,
	INSN_CMPXCHG,
	INSN_CMPXCHG8B,
	INSN_SETCC,
	INSN_CMOVCC,
	INSN_MOVBE_LOAD,
	INSN_MOVBE_STORE,
	/* Strings. */
	INSN_MOVS,
	INSN_CMPS,
	INSN_STOS,
	INSN_LODS,
	INSN_SCAS,
	/* x87, MMX and SSE, which the processor itself has to execute. */
	INSN_STEP,
	INSN_OPERATIONS,
};

enum insn_access { INSN_READS = 1, INSN_WRITES = 2 };

/* Memory that an instruction accesses; if access is 0 there is none. */
struct insn_operand {
	uint32_t address; /* linear */
	uint16_t size;	  /* bytes; of one element for a string */
	uint8_t access;	  /* enum insn_access */
};

/* Where an operand is: in a register, in memory, or in the instruction. */
enum insn_side { INSN_REGISTER = 1, INSN_MEMORY, INSN_IMMEDIATE };

/*
 * An instruction with a memory operand.  Only the first four members of an
 * INSN_LOAD are used after its load (access_insn()).
 */
struct insn {
	uint8_t length;
	uint8_t operation; /* enum insn_operation */
	uint8_t reg;	   /* number as in ModRM; of a byte: AL to BH */
	uint8_t size;	   /* bytes of the operation: 1, 2, 4, or 8 */

	uint8_t left, right; /* enum insn_side; left is the destination */
	uint8_t condition;   /* of SETcc and CMOVcc, as in the opcode */
	uint8_t repeat;	     /* 0, or the prefix 0xf2 or 0xf3 */
	bool lock, operand16, address16;
	bool has_immediate; /* it is the third operand */
	uint32_t immediate; /* sign-extended; for a shift by CL its value */

	/*
	 * [0] is the operand that the opcode map calls E, M, O or X, or Y
	 * where that is the only one; [1] is Y of MOVS and CMPS, or the stack.
	 */
	struct insn_operand memory[2];
};

/* Segment registers in the order of their numbers. */
enum segment { ES, CS, SS, DS, FS, GS, SEGMENTS };

/* What else decides what an instruction means, besides the registers. */
struct insn_machine {
	uint32_t base[SEGMENTS]; /* linear addresses */
	uint16_t selector[SEGMENTS];
	bool popcnt, tzcnt, lzcnt, movbe; /* does the processor have it? */
};

/*
 * Decodes the instruction of which size bytes are known, with the registers
 * that it has when it begins.  0; -EINVAL: it has no memory operand, or is none
 * that this kernel carries out; -EFAULT: it is longer than size bytes, of which
 * there are fewer than INSN_MAX.
 */
int insn_decode(const uint8_t *bytes, unsigned size,
		const struct trapframe *registers,
		const struct insn_machine *machine, struct insn *insn);

/* Get and set a general register of size bytes (1, 2 or 4) by its number. */
uint32_t insn_register(const struct trapframe *r, unsigned number,
		       unsigned size);
void insn_set_register(struct trapframe *r, unsigned number, unsigned size,
		       uint32_t value);

#endif
