/* SPDX-License-Identifier: MIT */
/* Results and flags of integer arithmetic, as the processor has them. */
#ifndef ARCH_I386_ALU_H
#define ARCH_I386_ALU_H

#include "decode.h"

#define ALU_FLAGS \
	(EFLAGS_CF | EFLAGS_PF | EFLAGS_AF | EFLAGS_ZF | EFLAGS_SF | EFLAGS_OF)

/*
 * Operands are of size bytes (1, 2 or 4) with no bits above; so is the
 * result.  *flags are the flags before, and get those of ALU_FLAGS that the
 * operation changes.
 *
 * What the manual leaves undefined is as QEMU's processor leaves it: AF is 0
 * after logic, shifts and multiplications, whose SF, ZF and PF tell of the
 * low half of the product; OF of a shift by many is that of its last step,
 * of RCL and RCR whether the sign changed; divisions change no flags, bit tests
 * none but CF, and counts of zeros clear the others.
 */
uint32_t alu_binary(unsigned operation, unsigned size, uint32_t a, uint32_t b,
		    uint32_t *flags);
uint32_t alu_unary(unsigned operation, unsigned size, uint32_t a,
		   uint32_t *flags);
uint32_t alu_shift(unsigned operation, unsigned size, uint32_t a,
		   unsigned count, uint32_t *flags);
/* SHLD, SHRD: bits come out of b. */
uint32_t alu_double_shift(unsigned operation, unsigned size, uint32_t a,
			  uint32_t b, unsigned count, uint32_t *flags);
/* BT, BTS, BTR, BTC. */
uint32_t alu_bit(unsigned operation, uint32_t a, unsigned bit, uint32_t *flags);
/* BSF, BSR, POPCNT, TZCNT, LZCNT; old: what BSF and BSR leave for 0. */
uint32_t alu_count(unsigned operation, unsigned size, uint32_t a, uint32_t old,
		   uint32_t *flags);
/* The whole product, of twice the size. */
uint64_t alu_multiply(bool is_signed, unsigned size, uint32_t a, uint32_t b,
		      uint32_t *flags);
/* -EDOM: #DE. */
int alu_divide(bool is_signed, unsigned size, uint64_t dividend,
	       uint32_t divisor, uint32_t *quotient, uint32_t *remainder);
/* Does the condition of SETcc, CMOVcc and Jcc hold? */
bool alu_condition(unsigned condition, uint32_t flags);

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
