/* SPDX-License-Identifier: MIT */
/* Results and flags of integer arithmetic, as the processor computes them. */
#ifndef ARCH_I386_ALU_H
#define ARCH_I386_ALU_H

#include "decode.h"

#define ALU_FLAGS \
	(EFLAGS_CF | EFLAGS_PF | EFLAGS_AF | EFLAGS_ZF | EFLAGS_SF | EFLAGS_OF)

/*
 * Operands and results have size bytes (1, 2 or 4); the bits above are 0.
 * operation is an enum insn_operation.  *flags are the flags before, and the
 * operation changes those of ALU_FLAGS that the processor changes.
 *
 * Flags that the manual leaves undefined are as QEMU sets them.  AF is 0 after
 * logic, shifts and multiplications.  SF, ZF and PF of a multiplication are
 * those of the low half of the product.  OF of a shift by more than 1 is that
 * of its last step; for RCL and RCR it says whether the sign changed. Divisions
 * change no flags and bit tests only CF.  POPCNT, TZCNT and LZCNT clear those
 * that they do not define.
 */
uint32_t alu_binary(unsigned operation, unsigned size, uint32_t a, uint32_t b,
		    uint32_t *flags);
uint32_t alu_unary(unsigned operation, unsigned size, uint32_t a,
		   uint32_t *flags);
uint32_t alu_shift(unsigned operation, unsigned size, uint32_t a,
		   unsigned count, uint32_t *flags);
/* SHLD and SHRD shift a, and the bits that move in come from b. */
uint32_t alu_double_shift(unsigned operation, unsigned size, uint32_t a,
			  uint32_t b, unsigned count, uint32_t *flags);
/* BT, BTS, BTR and BTC of the bit with that number in a. */
uint32_t alu_bit(unsigned operation, uint32_t a, unsigned bit, uint32_t *flags);
/*
 * BSF, BSR, POPCNT, TZCNT and LZCNT of a.  If a is 0, BSF and BSR return old,
 * the destination's value before.
 */
uint32_t alu_count(unsigned operation, unsigned size, uint32_t a, uint32_t old,
		   uint32_t *flags);
/* MUL and IMUL: the whole product, which has twice the size. */
uint64_t alu_multiply(bool is_signed, unsigned size, uint32_t a, uint32_t b,
		      uint32_t *flags);
/*
 * DIV and IDIV: dividend has twice the size.  0, or -EDOM where the processor
 * raises #DE: a division by zero, or a quotient that is too large.
 */
int alu_divide(bool is_signed, unsigned size, uint64_t dividend,
	       uint32_t divisor, uint32_t *quotient, uint32_t *remainder);
/* Does a condition of SETcc and CMOVcc hold?  It is the opcode's low 4 bits. */
bool alu_condition(unsigned condition, uint32_t flags);

/* All bits of an operand of size bytes. */
static inline uint32_t alu_mask(unsigned size)
{
	return 0xffffffffu >> (32 - 8 * size);
}

static inline uint32_t alu_sign_extend(unsigned size, uint32_t value)
{
	unsigned shift = 32 - 8 * size;

	return (uint32_t)((int32_t)(value << shift) >> shift);
}

#endif
