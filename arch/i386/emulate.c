/* SPDX-License-Identifier: MIT */
/*
 * The integer instructions.  Each function reads its operands, then stores
 * to memory, and only when that has succeeded changes registers and flags.
 */
#include "alu.h"
#include "emulate.h"

#define REG_EAX 0
#define REG_EDX 2
#define REG_AH	4 /* of 1 byte */

static int load(struct execution *x, unsigned n, void *to)
{
	const struct insn_operand *m = &x->insn->memory[n];

	return x->memory->load(x->context, m->address, to, m->size, 1);
}

static int store(struct execution *x, unsigned n, const void *from)
{
	const struct insn_operand *m = &x->insn->memory[n];

	return x->memory->store(x->context, m->address, from, m->size, 1);
}

static uint32_t reg(const struct execution *x)
{
	return insn_register(x->r, x->insn->reg, x->insn->size);
}

static void set_reg(struct execution *x, uint32_t value)
{
	insn_set_register(x->r, x->insn->reg, x->insn->size, value);
}

/* The operand that is not memory. */
static uint32_t other(const struct execution *x)
{
	if (x->insn->left == INSN_IMMEDIATE || x->insn->right == INSN_IMMEDIATE)
		return x->insn->immediate & alu_mask(x->insn->size);
	return reg(x);
}

/* --- Moves. --- */

/*
 * Uses only the first four members of struct insn, which is all there may be.
 */
static int run_load(struct execution *x)
{
	uint32_t value = 0;
	int error = x->memory->load(x->context, x->insn->memory[0].address,
				    &value, x->insn->size, 1);

	if (!error)
		set_reg(x, value);
	return error;
}

static int run_store(struct execution *x)
{
	uint32_t value = other(x);

	return store(x, 0, &value);
}

static int run_load_extended(struct execution *x)
{
	unsigned size = x->insn->memory[0].size;
	uint32_t value = 0;
	int error = load(x, 0, &value);

	if (error)
		return error;
	if (x->insn->operation == INSN_LOAD_SIGN)
		value = alu_sign_extend(size, value);
	set_reg(x, value);
	return 0;
}

static uint32_t reverse_bytes(unsigned size, uint32_t value)
{
	return __builtin_bswap32(value) >> (32 - 8 * size);
}

static int run_movbe(struct execution *x)
{
	uint32_t value = 0;
	int error;

	if (x->insn->operation == INSN_MOVBE_STORE) {
		value = reverse_bytes(x->insn->size, reg(x));
		return store(x, 0, &value);
	}
	error = load(x, 0, &value);
	if (!error)
		set_reg(x, reverse_bytes(x->insn->size, value));
	return error;
}

static int run_cmovcc(struct execution *x)
{
	uint32_t value = 0;
	int error = load(x, 0, &value);

	if (!error && alu_condition(x->insn->condition, x->r->eflags))
		set_reg(x, value);
	return error;
}

static int run_setcc(struct execution *x)
{
	uint8_t value = alu_condition(x->insn->condition, x->r->eflags);

	return store(x, 0, &value);
}

/* --- Arithmetic. --- */

static int run_binary(struct execution *x)
{
	const struct insn *i = x->insn;
	uint32_t value = 0, result;
	int error = load(x, 0, &value);

	if (error)
		return error;
	if (i->left != INSN_MEMORY) {
		result =
		    alu_binary(i->operation, i->size, reg(x), value, &x->flags);
		if (i->operation != INSN_CMP)
			set_reg(x, result);
		return 0;
	}
	result = alu_binary(i->operation, i->size, value, other(x), &x->flags);
	if (i->operation == INSN_CMP || i->operation == INSN_TEST)
		return 0;
	return store(x, 0, &result);
}

static int run_unary(struct execution *x)
{
	uint32_t value = 0;
	int error = load(x, 0, &value);

	if (error)
		return error;
	value = alu_unary(x->insn->operation, x->insn->size, value, &x->flags);
	return store(x, 0, &value);
}

static int run_shift(struct execution *x)
{
	uint32_t value = 0;
	int error = load(x, 0, &value);

	if (error)
		return error;
	value = alu_shift(x->insn->operation, x->insn->size, value,
			  x->insn->immediate & 0xff, &x->flags);
	return store(x, 0, &value);
}

static int run_double_shift(struct execution *x)
{
	uint32_t value = 0;
	int error = load(x, 0, &value);

	if (error)
		return error;
	value = alu_double_shift(x->insn->operation, x->insn->size, value,
				 reg(x), x->insn->immediate & 0xff, &x->flags);
	return store(x, 0, &value);
}

static int run_bit(struct execution *x)
{
	uint32_t value = 0;
	int error = load(x, 0, &value);

	if (error)
		return error;
	value = alu_bit(x->insn->operation, value,
			other(x) & (8 * x->insn->size - 1), &x->flags);
	return x->insn->operation == INSN_BT ? 0 : store(x, 0, &value);
}

static int run_count(struct execution *x)
{
	uint32_t value = 0;
	int error = load(x, 0, &value);

	if (error)
		return error;
	set_reg(x, alu_count(x->insn->operation, x->insn->size, value, reg(x),
			     &x->flags));
	return 0;
}

/* The dividend: eDX:eAX, or AX for operands of a byte. */
static uint64_t wide_accumulator(const struct execution *x)
{
	unsigned size = x->insn->size;

	if (size == 1)
		return insn_register(x->r, REG_EAX, 2);
	return (uint64_t)insn_register(x->r, REG_EDX, size) << 8 * size |
	       insn_register(x->r, REG_EAX, size);
}

static void set_wide_accumulator(struct execution *x, uint32_t low,
				 uint32_t high)
{
	unsigned size = x->insn->size;

	insn_set_register(x->r, REG_EAX, size, low);
	insn_set_register(x->r, size == 1 ? REG_AH : REG_EDX, size, high);
}

static int run_multiply(struct execution *x)
{
	unsigned size = x->insn->size;
	uint32_t value = 0;
	uint64_t product;
	int error = load(x, 0, &value);

	if (error)
		return error;
	product =
	    alu_multiply(x->insn->operation == INSN_IMUL, size,
			 insn_register(x->r, REG_EAX, size), value, &x->flags);
	set_wide_accumulator(x, (uint32_t)product,
			     (uint32_t)(product >> 8 * size));
	return 0;
}

static int run_multiply_truncate(struct execution *x)
{
	const struct insn *i = x->insn;
	uint32_t value = 0, by;
	int error = load(x, 0, &value);

	if (error)
		return error;
	by = i->has_immediate ? i->immediate & alu_mask(i->size) : reg(x);
	set_reg(x, (uint32_t)alu_multiply(true, i->size, value, by, &x->flags));
	return 0;
}

static int run_divide(struct execution *x)
{
	uint32_t value = 0, quotient, remainder;
	int error = load(x, 0, &value);

	if (error)
		return error;
	error = alu_divide(x->insn->operation == INSN_IDIV, x->insn->size,
			   wide_accumulator(x), value, &quotient, &remainder);
	if (!error)
		set_wide_accumulator(x, quotient, remainder);
	return error;
}

/* --- Exchanges. --- */

static int run_xchg(struct execution *x)
{
	uint32_t value = 0, mine = reg(x);
	int error = load(x, 0, &value);

	if (!error)
		error = store(x, 0, &mine);
	if (!error)
		set_reg(x, value);
	return error;
}

static int run_xadd(struct execution *x)
{
	uint32_t value = 0, sum;
	int error = load(x, 0, &value);

	if (error)
		return error;
	sum = alu_binary(INSN_ADD, x->insn->size, value, reg(x), &x->flags);
	error = store(x, 0, &sum);
	if (!error)
		set_reg(x, value);
	return error;
}

static int run_cmpxchg(struct execution *x)
{
	unsigned size = x->insn->size;
	uint32_t value = 0, mine = reg(x);
	int error = load(x, 0, &value);
	bool equal;

	if (error)
		return error;
	alu_binary(INSN_CMP, size, insn_register(x->r, REG_EAX, size), value,
		   &x->flags);
	equal = x->flags & EFLAGS_ZF;
	error = store(x, 0, equal ? &mine : &value);
	if (!error && !equal)
		insn_set_register(x->r, REG_EAX, size, value);
	return error;
}

static int run_cmpxchg8b(struct execution *x)
{
	struct trapframe *r = x->r;
	uint32_t value[2] = { 0 }, mine[2] = { r->ebx, r->ecx };
	int error = load(x, 0, value);
	bool equal = value[0] == r->eax && value[1] == r->edx;

	if (error)
		return error;
	error = store(x, 0, equal ? mine : value);
	if (error)
		return error;
	x->flags &= ~(uint32_t)EFLAGS_ZF;
	if (equal) {
		x->flags |= EFLAGS_ZF;
	} else {
		r->eax = value[0];
		r->edx = value[1];
	}
	return 0;
}

/* --- The stack, and jumps. --- */

static int run_push(struct execution *x)
{
	uint32_t value = 0;
	int error = load(x, 0, &value);

	if (!error)
		error = store(x, 1, &value);
	if (!error)
		x->r->esp -= x->insn->size;
	return error;
}

static int run_pop(struct execution *x)
{
	uint32_t value = 0;
	int error = load(x, 1, &value);

	if (!error)
		error = store(x, 0, &value);
	if (!error)
		x->r->esp += x->insn->size;
	return error;
}

/* eip is set too low by the length, which insn_execute() adds. */
static int run_jump(struct execution *x)
{
	uint32_t next = x->r->eip + x->insn->length, target = 0;
	int error = load(x, 0, &target);

	if (!error && x->insn->operation == INSN_CALL) {
		error = store(x, 1, &next);
		if (!error)
			x->r->esp -= x->insn->size;
	}
	if (!error)
		x->r->eip = target - x->insn->length;
	return error;
}

static int (*const run[INSN_OPERATIONS])(struct execution *x) = {
	[INSN_LOAD] = run_load,
	[INSN_STORE] = run_store,
	[INSN_LOAD_ZERO] = run_load_extended,
	[INSN_LOAD_SIGN] = run_load_extended,
	[INSN_ADD... INSN_TEST] = run_binary,
	[INSN_ROL... INSN_SAR] = run_shift,
	[INSN_SHLD... INSN_SHRD] = run_double_shift,
	[INSN_NOT... INSN_NEG] = run_unary,
	[INSN_MUL... INSN_IMUL] = run_multiply,
	[INSN_DIV... INSN_IDIV] = run_divide,
	[INSN_INC... INSN_DEC] = run_unary,
	[INSN_CALL... INSN_JMP] = run_jump,
	[INSN_PUSH] = run_push,
	[INSN_POP] = run_pop,
	[INSN_BT... INSN_BTC] = run_bit,
	[INSN_IMUL_TRUNCATE] = run_multiply_truncate,
	[INSN_BSF... INSN_LZCNT] = run_count,
	[INSN_XCHG] = run_xchg,
	[INSN_XADD] = run_xadd,
	[INSN_CMPXCHG] = run_cmpxchg,
	[INSN_CMPXCHG8B] = run_cmpxchg8b,
	[INSN_SETCC] = run_setcc,
	[INSN_CMOVCC] = run_cmovcc,
	[INSN_MOVBE_LOAD... INSN_MOVBE_STORE] = run_movbe,
	[INSN_MOVS... INSN_SCAS] = string_execute,
};

int insn_execute(const struct insn *insn, struct trapframe *registers,
		 const struct insn_memory *memory, void *context)
{
	struct execution x = {
		.insn = insn,
		.r = registers,
		.memory = memory,
		.context = context,
		.flags = registers->eflags,
	};
	int error;

	if (insn->operation >= INSN_OPERATIONS || !run[insn->operation])
		return -EINVAL;
	error = run[insn->operation](&x);
	if (error)
		return error;
	registers->eflags =
	    (registers->eflags & ~(uint32_t)ALU_FLAGS) | (x.flags & ALU_FLAGS);
	registers->eip += insn->length;
	return 0;
}
