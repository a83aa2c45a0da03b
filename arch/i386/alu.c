/* SPDX-License-Identifier: MIT */
/*
 * Integer arithmetic and its flags (Intel SDM vol. 1, "EFLAGS Register", and
 * the instructions' pages in vol. 2).
 */
#include "alu.h"

static uint32_t top_bit(unsigned size)
{
	return 1u << (8 * size - 1);
}

static void set(uint32_t *flags, uint32_t flag, bool on)
{
	*flags = on ? *flags | flag : *flags & ~flag;
}

static void set_result(uint32_t *flags, unsigned size, uint32_t result)
{
	uint32_t low = result & 0xff;

	low ^= low >> 4;
	set(flags, EFLAGS_PF, !(0x6996 >> (low & 15) & 1));
	set(flags, EFLAGS_ZF, result == 0);
	set(flags, EFLAGS_SF, result & top_bit(size));
}

/* Sets CF, AF and OF.  Bit n of carries is the carry or borrow out of bit n. */
static void set_carries(uint32_t *flags, unsigned size, uint32_t carries)
{
	set(flags, EFLAGS_CF, carries & top_bit(size));
	set(flags, EFLAGS_AF, carries & 8);
	set(flags, EFLAGS_OF, (carries ^ carries << 1) & top_bit(size));
}

static uint32_t add(unsigned size, uint32_t a, uint32_t b, uint32_t carry,
		    uint32_t *flags)
{
	uint32_t result = (a + b + carry) & alu_mask(size);

	set_carries(flags, size, (a & b) | ((a | b) & ~result));
	set_result(flags, size, result);
	return result;
}

static uint32_t subtract(unsigned size, uint32_t a, uint32_t b, uint32_t borrow,
			 uint32_t *flags)
{
	uint32_t result = (a - b - borrow) & alu_mask(size);

	set_carries(flags, size, (~a & b) | ((~a | b) & result));
	set_result(flags, size, result);
	return result;
}

static uint32_t logic(unsigned size, uint32_t result, uint32_t *flags)
{
	*flags &= ~(uint32_t)(EFLAGS_CF | EFLAGS_OF | EFLAGS_AF);
	set_result(flags, size, result);
	return result;
}

uint32_t alu_binary(unsigned operation, unsigned size, uint32_t a, uint32_t b,
		    uint32_t *flags)
{
	uint32_t carry = *flags & EFLAGS_CF;

	switch (operation) {
	case INSN_ADD:
		return add(size, a, b, 0, flags);
	case INSN_ADC:
		return add(size, a, b, carry, flags);
	case INSN_SBB:
		return subtract(size, a, b, carry, flags);
	case INSN_OR:
		return logic(size, a | b, flags);
	case INSN_XOR:
		return logic(size, a ^ b, flags);
	case INSN_AND:
	case INSN_TEST:
		return logic(size, a & b, flags);
	default: /* INSN_SUB, INSN_CMP */
		return subtract(size, a, b, 0, flags);
	}
}

uint32_t alu_unary(unsigned operation, unsigned size, uint32_t a,
		   uint32_t *flags)
{
	uint32_t carry = *flags & EFLAGS_CF, result;

	switch (operation) {
	case INSN_NOT:
		return ~a & alu_mask(size);
	case INSN_NEG:
		return subtract(size, 0, a, 0, flags);
	case INSN_INC:
		result = add(size, a, 1, 0, flags);
		break;
	default: /* INSN_DEC */
		result = subtract(size, a, 1, 0, flags);
		break;
	}
	*flags = (*flags & ~(uint32_t)EFLAGS_CF) | carry;
	return result;
}

/* ROL and ROR.  count may be more than the operand has bits. */
static uint32_t rotate(unsigned operation, unsigned size, uint32_t a,
		       unsigned count, uint32_t *flags)
{
	unsigned bits = 8 * size, n = count % bits;
	uint32_t mask = alu_mask(size), result = a, next;

	if (operation == INSN_ROL) {
		if (n != 0)
			result = (a << n | a >> (bits - n)) & mask;
		set(flags, EFLAGS_CF, result & 1);
		next = result << (bits - 1);
	} else {
		if (n != 0)
			result = (a >> n | a << (bits - n)) & mask;
		set(flags, EFLAGS_CF, result & top_bit(size));
		next = result << 1;
	}
	set(flags, EFLAGS_OF, (result ^ next) & top_bit(size));
	return result;
}

/* RCL and RCR, which rotate the operand and CF together. */
static uint32_t rotate_carry(unsigned operation, unsigned size, uint32_t a,
			     unsigned count, uint32_t *flags)
{
	unsigned bits = 8 * size + 1, n = count % bits;
	uint64_t wide = (uint64_t)(*flags & EFLAGS_CF) << (bits - 1) | a;
	uint32_t result;

	if (n == 0)
		return a;
	if (operation == INSN_RCR)
		n = bits - n;
	wide = wide << n | wide >> (bits - n);
	result = (uint32_t)wide & alu_mask(size);
	set(flags, EFLAGS_CF, wide >> (bits - 1) & 1);
	set(flags, EFLAGS_OF, (result ^ a) & top_bit(size));
	return result;
}

/* SHL, SHR and SAR; count is 1 to 31. */
static uint32_t shift(unsigned operation, unsigned size, uint32_t a,
		      unsigned count, uint32_t *flags)
{
	uint32_t before, result, out; /* before the last step, and its bit */

	if (operation == INSN_SHL) {
		before = a << (count - 1);
		result = before << 1;
		out = before & top_bit(size);
	} else if (operation == INSN_SHR) {
		before = a >> (count - 1);
		result = before >> 1;
		out = before & 1;
	} else {
		before = (uint32_t)((int32_t)alu_sign_extend(size, a) >>
				    (count - 1));
		result = (uint32_t)((int32_t)before >> 1);
		out = before & 1;
	}
	result &= alu_mask(size);
	logic(size, result, flags);
	set(flags, EFLAGS_CF, out);
	set(flags, EFLAGS_OF, (before ^ result) & top_bit(size));
	return result;
}

uint32_t alu_shift(unsigned operation, unsigned size, uint32_t a,
		   unsigned count, uint32_t *flags)
{
	count &= 31;
	if (count == 0)
		return a;
	switch (operation) {
	case INSN_ROL:
	case INSN_ROR:
		return rotate(operation, size, a, count, flags);
	case INSN_RCL:
	case INSN_RCR:
		return rotate_carry(operation, size, a, count, flags);
	default:
		return shift(operation, size, a, count, flags);
	}
}

/*
 * The manual leaves 16-bit shifts by more than 16 undefined.  Intel's
 * processors shift in bits of a again after those of b, and so does this.
 */
uint32_t alu_double_shift(unsigned operation, unsigned size, uint32_t a,
			  uint32_t b, unsigned count, uint32_t *flags)
{
	unsigned bits = 8 * size;
	uint64_t wide, before;
	uint32_t result, out;

	count &= 31;
	if (count == 0)
		return a;
	if (operation == INSN_SHLD) {
		/* The operand takes the highest bits of the 64. */
		wide = (uint64_t)a << (64 - bits) | (uint64_t)b
							<< (64 - 2 * bits);
		if (size == 2)
			wide |= (uint64_t)a << 16;
		before = wide << (count - 1);
		out = before >> 63;
		result = (uint32_t)(before << 1 >> (64 - bits));
		before >>= 64 - bits;
	} else {
		wide = (uint64_t)b << bits | a;
		if (size == 2)
			wide |= (uint64_t)a << 32;
		before = wide >> (count - 1);
		out = before & 1;
		result = (uint32_t)(before >> 1) & alu_mask(size);
	}
	logic(size, result, flags);
	set(flags, EFLAGS_CF, out);
	set(flags, EFLAGS_OF, (before ^ result) & top_bit(size));
	return result;
}

uint32_t alu_bit(unsigned operation, uint32_t a, unsigned bit, uint32_t *flags)
{
	uint32_t mask = 1u << bit;

	set(flags, EFLAGS_CF, a & mask);
	switch (operation) {
	case INSN_BTS:
		return a | mask;
	case INSN_BTR:
		return a & ~mask;
	case INSN_BTC:
		return a ^ mask;
	default:
		return a;
	}
}

static uint32_t population(uint32_t a)
{
	uint32_t n = 0;

	for (; a != 0; a &= a - 1)
		n++;
	return n;
}

/* BSF and BSR set ZF by their source, and QEMU sets SF and PF by it too. */
static uint32_t scan(unsigned operation, unsigned size, uint32_t a,
		     uint32_t old, uint32_t *flags)
{
	logic(size, a, flags);
	if (a == 0)
		return old;
	if (operation == INSN_BSF)
		return (uint32_t)__builtin_ctz(a);
	return 31 - (uint32_t)__builtin_clz(a);
}

uint32_t alu_count(unsigned operation, unsigned size, uint32_t a, uint32_t old,
		   uint32_t *flags)
{
	unsigned bits = 8 * size;
	uint32_t result;

	switch (operation) {
	case INSN_POPCNT:
		*flags &= ~(uint32_t)ALU_FLAGS;
		set(flags, EFLAGS_ZF, a == 0);
		return population(a);
	case INSN_TZCNT:
		result = a == 0 ? bits : (uint32_t)__builtin_ctz(a);
		break;
	case INSN_LZCNT:
		result =
		    a == 0 ? bits : (uint32_t)__builtin_clz(a) - (32 - bits);
		break;
	default:
		return scan(operation, size, a, old, flags);
	}
	*flags &= ~(uint32_t)ALU_FLAGS;
	set(flags, EFLAGS_CF, a == 0);
	set(flags, EFLAGS_ZF, result == 0);
	return result;
}

uint64_t alu_multiply(bool is_signed, unsigned size, uint32_t a, uint32_t b,
		      uint32_t *flags)
{
	uint32_t low;
	uint64_t product;
	bool large;

	if (is_signed) {
		int64_t p = (int64_t)(int32_t)alu_sign_extend(size, a) *
			    (int32_t)alu_sign_extend(size, b);

		product = (uint64_t)p;
		low = (uint32_t)product & alu_mask(size);
		large = p != (int32_t)alu_sign_extend(size, low);
	} else {
		product = (uint64_t)a * b;
		low = (uint32_t)product & alu_mask(size);
		large = product != low;
	}
	logic(size, low, flags);
	set(flags, EFLAGS_CF | EFLAGS_OF, large);
	return product;
}

int alu_divide(bool is_signed, unsigned size, uint64_t dividend,
	       uint32_t divisor, uint32_t *quotient, uint32_t *remainder)
{
	uint32_t mask = alu_mask(size);
	unsigned unused = 64 - 16 * size;

	if (divisor == 0)
		return -EDOM;
	if (is_signed) {
		int64_t n = (int64_t)(dividend << unused) >> unused, q;
		int32_t d = (int32_t)alu_sign_extend(size, divisor);

		if (n == -INT64_MAX - 1 && d == -1)
			return -EDOM;
		q = n / d;
		if (q != (int32_t)alu_sign_extend(size, (uint32_t)q & mask))
			return -EDOM;
		*quotient = (uint32_t)q & mask;
		*remainder = (uint32_t)(n % d) & mask;
	} else {
		uint64_t q = dividend / divisor;

		if (q > mask)
			return -EDOM;
		*quotient = (uint32_t)q;
		*remainder = (uint32_t)(dividend % divisor);
	}
	return 0;
}

bool alu_condition(unsigned condition, uint32_t flags)
{
	bool sign_differs = !(flags & EFLAGS_SF) != !(flags & EFLAGS_OF);
	bool holds = false;

	switch (condition >> 1) {
	case 0:
		holds = flags & EFLAGS_OF;
		break;
	case 1:
		holds = flags & EFLAGS_CF;
		break;
	case 2:
		holds = flags & EFLAGS_ZF;
		break;
	case 3:
		holds = flags & (EFLAGS_CF | EFLAGS_ZF);
		break;
	case 4:
		holds = flags & EFLAGS_SF;
		break;
	case 5:
		holds = flags & EFLAGS_PF;
		break;
	case 6:
		holds = sign_differs;
		break;
	case 7:
		holds = sign_differs || flags & EFLAGS_ZF;
		break;
	}
	return holds != (condition & 1);
}
