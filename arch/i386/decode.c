/* SPDX-License-Identifier: MIT */
/*
 * The instruction decoder.  Read it beside Intel SDM vol. 2, "Instruction
 * Format" and "32-Bit Addressing Forms with the ModR/M Byte"; the tables are
 * in opcodes.c and opcodes_fpu.c.
 */
#include "decode.h"
#include "opcodes.h"

#define NO_SEGMENT SEGMENTS

/* How far decoding is: the next byte, the prefixes, and the ModRM byte. */
struct cursor {
	const uint8_t *bytes;
	unsigned at, size;
	bool overrun; /* bytes beyond size were wanted */
	bool operand16, address16, lock;
	uint8_t repeat;
	uint8_t override; /* enum segment, or NO_SEGMENT */
	uint8_t modrm;
	uint8_t segment;     /* of the ModRM operand */
	uint8_t stack_moved; /* what POP adds to ESP before its address is
				computed */
	uint32_t offset;     /* of the ModRM operand */
	const struct trapframe *r;
	const struct insn_machine *machine;
};

/* The next n bytes as a number, or 0 if there are fewer. */
static uint32_t fetch(struct cursor *c, unsigned n)
{
	uint32_t value = 0;

	if (c->size - c->at < n) {
		c->overrun = true;
		c->at = c->size;
		return 0;
	}
	for (unsigned i = 0; i < n; i++)
		value |= (uint32_t)c->bytes[c->at++] << 8 * i;
	return value;
}

static uint32_t fetch_signed8(struct cursor *c)
{
	return (uint32_t)(int32_t)(int8_t)fetch(c, 1);
}

static uint32_t *register_of(struct trapframe *r, unsigned number)
{
	switch (number) {
	case 0:
		return &r->eax;
	case 1:
		return &r->ecx;
	case 2:
		return &r->edx;
	case 3:
		return &r->ebx;
	case 4:
		return &r->esp;
	case 5:
		return &r->ebp;
	case 6:
		return &r->esi;
	default:
		return &r->edi;
	}
}

uint32_t insn_register(const struct trapframe *r, unsigned number,
		       unsigned size)
{
	struct trapframe *f = (struct trapframe *)r;

	if (size == 1)
		return *register_of(f, number & 3) >> (number & 4 ? 8 : 0) &
		       0xff;
	return *register_of(f, number) & (size == 2 ? 0xffff : 0xffffffff);
}

void insn_set_register(struct trapframe *r, unsigned number, unsigned size,
		       uint32_t value)
{
	uint32_t *reg = register_of(r, size == 1 ? number & 3 : number);

	if (size == 4)
		*reg = value;
	else if (size == 2)
		*reg = (*reg & 0xffff0000) | (value & 0xffff);
	else if (number & 4)
		*reg = (*reg & 0xffff00ff) | (value & 0xff) << 8;
	else
		*reg = (*reg & 0xffffff00) | (value & 0xff);
}

/* --- Addresses. --- */

static uint32_t linear(const struct cursor *c, unsigned segment,
		       uint32_t offset)
{
	if (c->address16)
		offset &= 0xffff;
	return c->machine->base[segment] + offset;
}

static unsigned data_segment(const struct cursor *c, unsigned usual)
{
	return c->override == NO_SEGMENT ? usual : c->override;
}

static void offset16(struct cursor *c, unsigned mod, unsigned rm)
{
	const struct trapframe *r = c->r;
	const uint32_t base[8] = {
		r->ebx + r->esi, r->ebx + r->edi, r->ebp + r->esi,
		r->ebp + r->edi, r->esi,	  r->edi,
		r->ebp,		 r->ebx,
	};

	if (mod == 0 && rm == 6) {
		c->offset = fetch(c, 2);
		return;
	}
	if (rm == 2 || rm == 3 || rm == 6)
		c->segment = SS;
	c->offset = base[rm];
	if (mod == 1)
		c->offset += fetch_signed8(c);
	else if (mod == 2)
		c->offset += fetch(c, 2);
}

static void offset_sib(struct cursor *c, unsigned mod)
{
	uint32_t sib = fetch(c, 1);
	unsigned index = sib >> 3 & 7, base = sib & 7;

	if (base == 5 && mod == 0) {
		c->offset = fetch(c, 4);
	} else {
		c->offset = insn_register(c->r, base, 4);
		if (base == 4)
			c->offset += c->stack_moved;
		if (base == 4 || base == 5)
			c->segment = SS;
	}
	if (index != 4)
		c->offset += insn_register(c->r, index, 4) << (sib >> 6);
}

/* Sets offset and segment of the ModRM byte's memory operand. */
static void offset_modrm(struct cursor *c)
{
	unsigned mod = c->modrm >> 6, rm = c->modrm & 7;

	c->segment = DS;
	if (c->address16) {
		offset16(c, mod, rm);
		return;
	}
	if (mod == 0 && rm == 5) {
		c->offset = fetch(c, 4);
		return;
	}
	if (rm == 4) {
		offset_sib(c, mod);
	} else {
		c->offset = insn_register(c->r, rm, 4);
		if (rm == 5)
			c->segment = SS;
	}
	if (mod == 1)
		c->offset += fetch_signed8(c);
	else if (mod == 2)
		c->offset += fetch(c, 4);
}

/* --- Prefixes and opcodes. --- */

/* Reads prefixes; returns the byte that follows them. */
static uint32_t fetch_prefixes(struct cursor *c)
{
	for (;;) {
		uint32_t byte = fetch(c, 1);

		switch (byte) {
		case 0x26:
		case 0x2e:
		case 0x36:
		case 0x3e:
			c->override = byte >> 3 & 3; /* ES, CS, SS, DS */
			break;
		case 0x64:
		case 0x65:
			c->override = byte - 0x64 + FS;
			break;
		case 0x66:
			c->operand16 = true;
			break;
		case 0x67:
			c->address16 = true;
			break;
		case 0xf0:
			c->lock = true;
			break;
		case 0xf2:
		case 0xf3:
			c->repeat = (uint8_t)byte;
			break;
		default:
			return byte;
		}
		if (c->overrun)
			return 0;
	}
}

static void set_memory(struct insn *insn, unsigned n, uint32_t address,
		       unsigned size, unsigned access)
{
	insn->memory[n] = (struct insn_operand){
		.address = address,
		.size = (uint16_t)size,
		.access = (uint8_t)access,
	};
}

/* --- Integer instructions. --- */

static unsigned size_of(const struct cursor *c, unsigned code)
{
	unsigned size = operand_meanings[code].size;

	return size == SIZE_V ? (c->operand16 ? 2 : 4) : size;
}

static bool has_two_memory_operands(const struct insn *insn)
{
	return insn->operation == INSN_MOVS || insn->operation == INSN_CMPS;
}

/*
 * Decodes one operand, whose code the opcode map has.  access is what the
 * instruction does to it, and *side becomes where it is, or 0.
 */
static int decode_operand(struct cursor *c, struct insn *insn, unsigned code,
			  unsigned access, uint8_t *side)
{
	unsigned size = size_of(c, code);
	bool both = has_two_memory_operands(insn);

	*side = INSN_MEMORY;
	switch (operand_meanings[code].place) {
	case PLACE_MODRM_MEMORY:
		if (c->modrm >> 6 == 3)
			return -EINVAL;
		offset_modrm(c);
		set_memory(insn, 0, 0, size, access);
		return 0;
	case PLACE_OFFSET:
		c->offset = fetch(c, c->address16 ? 2 : 4);
		set_memory(insn, 0, 0, size, access);
		return 0;
	case PLACE_TABLE:
		c->offset = c->r->ebx + (c->r->eax & 0xff);
		set_memory(insn, 0, 0, size, access);
		return 0;
	case PLACE_SOURCE:
		c->offset = c->r->esi;
		set_memory(insn, 0, 0, size, access);
		return 0;
	case PLACE_DESTINATION:
		set_memory(insn, both, linear(c, ES, c->r->edi), size, access);
		return 0;
	case PLACE_MODRM_REGISTER:
		*side = INSN_REGISTER;
		insn->reg = c->modrm >> 3 & 7;
		return 0;
	case PLACE_ACCUMULATOR:
		*side = INSN_REGISTER;
		return 0;
	case PLACE_SEGMENT:
		*side = INSN_IMMEDIATE;
		if ((c->modrm >> 3 & 7) >= SEGMENTS)
			return -EINVAL;
		insn->immediate = c->machine->selector[c->modrm >> 3 & 7];
		return 0;
	case PLACE_IMMEDIATE:
		*side = INSN_IMMEDIATE;
		insn->immediate =
		    code == Ib ? fetch_signed8(c) : fetch(c, insn->size);
		return 0;
	case PLACE_ONE:
		*side = INSN_IMMEDIATE;
		insn->immediate = 1;
		return 0;
	case PLACE_CL:
		*side = INSN_IMMEDIATE;
		insn->immediate = c->r->ecx & 0xff;
		return 0;
	default:
		*side = 0;
		return 0;
	}
}

/* BT and its like: a bit number in a register may reach beyond the operand. */
static void add_bit_offset(struct cursor *c, const struct insn *insn)
{
	uint32_t bit = insn_register(c->r, insn->reg, insn->size);

	if (insn->size == 2)
		c->offset += (uint32_t)((int32_t)(int16_t)bit >> 4) * 2;
	else
		c->offset += (uint32_t)((int32_t)bit >> 5) * 4;
}

/* Adds the stack as the second memory operand of PUSH, POP and CALL. */
static void add_stack(struct cursor *c, struct insn *insn)
{
	uint32_t esp = c->machine->base[SS] + c->r->esp;

	if (insn->operation == INSN_POP)
		set_memory(insn, 1, esp, insn->size, INSN_READS);
	else if (insn->operation == INSN_PUSH || insn->operation == INSN_CALL)
		set_memory(insn, 1, esp - insn->size, insn->size, INSN_WRITES);
}

static bool uses_modrm(const struct opcode *op)
{
	if (op->operation >= GROUP_1)
		return true;
	for (unsigned i = 0; i < ARRAY_SIZE(op->operand); i++) {
		unsigned place = operand_meanings[op->operand[i]].place;

		if (place == PLACE_MODRM_MEMORY)
			return true;
	}
	return false;
}

/*
 * Reads the ModRM byte, if the opcode has one.  In a group it selects the
 * operation, and the group's row may replace operands.
 */
static struct opcode resolve(struct cursor *c, const struct opcode *row)
{
	struct opcode op = *row;

	if (uses_modrm(row))
		c->modrm = (uint8_t)fetch(c, 1);
	if (row->operation >= GROUP_1) {
		op = opcode_groups[row->operation - GROUP_1][c->modrm >> 3 & 7];
		for (unsigned i = 0; i < ARRAY_SIZE(op.operand); i++)
			if (op.operand[i] == NONE)
				op.operand[i] = row->operand[i];
	}
	return op;
}

static int decode_integer(struct cursor *c, const struct opcode *row,
			  struct insn *insn)
{
	struct opcode op = resolve(c, row);
	unsigned traits = operation_traits[op.operation];
	uint8_t third;
	int error;

	if (op.operation == INSN_NONE)
		return -EINVAL;
	insn->operation = op.operation;
	insn->size = (uint8_t)size_of(c, op.operand[0]);
	if (op.operation == INSN_POP)
		c->stack_moved = insn->size;
	error =
	    decode_operand(c, insn, op.operand[0],
			   traits & (LEFT_READ | LEFT_WRITTEN), &insn->left);
	if (!error)
		error = decode_operand(c, insn, op.operand[1], INSN_READS,
				       &insn->right);
	if (!error)
		error = decode_operand(c, insn, op.operand[2], 0, &third);
	if (error)
		return error;
	insn->has_immediate = third != 0;
	if (c->lock && !(insn->left == INSN_MEMORY && traits & LOCKABLE))
		return -EINVAL;
	if (op.operation >= INSN_BT && op.operation <= INSN_BTC &&
	    insn->right == INSN_REGISTER)
		add_bit_offset(c, insn);
	if (op.operation < INSN_STOS || op.operation == INSN_LODS)
		insn->memory[0].address =
		    linear(c, data_segment(c, c->segment), c->offset);
	add_stack(c, insn);
	return 0;
}

/* --- Instructions for the processor. --- */

static int decode_step(struct cursor *c, struct insn *insn, unsigned size,
		       unsigned access, bool immediate)
{
	if (size == 0 || c->modrm >> 6 == 3 || c->lock)
		return -EINVAL;
	offset_modrm(c);
	if (immediate)
		fetch(c, 1);
	insn->operation = INSN_STEP;
	insn->left = INSN_MEMORY;
	set_memory(insn, 0, linear(c, data_segment(c, c->segment), c->offset),
		   size, access);
	return 0;
}

static int decode_x87(struct cursor *c, unsigned byte, struct insn *insn)
{
	const struct x87_opcode *op;

	c->modrm = (uint8_t)fetch(c, 1);
	op = &x87_opcodes[byte & 7][c->modrm >> 3 & 7];
	return decode_step(c, insn,
			   c->operand16 && op->size16 ? op->size16 : op->size,
			   op->access, false);
}

static int decode_group15(struct cursor *c, struct insn *insn)
{
	const struct group15_opcode *op;

	c->modrm = (uint8_t)fetch(c, 1);
	op = &group15_opcodes[c->modrm >> 3 & 7];
	if (c->repeat || c->operand16)
		return -EINVAL;
	return decode_step(c, insn, op->size, op->access, false);
}

static int decode_simd(struct cursor *c, const struct step_opcode *op,
		       struct insn *insn)
{
	unsigned column = c->repeat == 0xf3   ? 2
			  : c->repeat == 0xf2 ? 3
			  : c->operand16      ? 1
					      : 0;
	unsigned size = op->size[column];

	c->modrm = (uint8_t)fetch(c, 1);
	if (size == STEP_SIZE_V)
		size = c->operand16 ? 2 : 4;
	return decode_step(c, insn, size,
			   op->writes >> column & 1 ? INSN_WRITES : INSN_READS,
			   op->immediate);
}

/* --- Opcode maps. --- */

static const struct opcode movbe[2] = {
	{ INSN_MOVBE_LOAD, { Gv, Ev } },
	{ INSN_MOVBE_STORE, { Ev, Gv } },
};

static int decode_0f38(struct cursor *c, struct insn *insn)
{
	uint32_t byte = fetch(c, 1);

	if ((byte == 0xf0 || byte == 0xf1) && !c->repeat)
		return c->machine->movbe
			   ? decode_integer(c, &movbe[byte & 1], insn)
			   : -EINVAL;
	return decode_simd(c, &step_0f38[byte], insn);
}

/*
 * The operation after an F3 prefix, or INSN_NONE: there is no such instruction.
 */
static unsigned operation_by_prefix(const struct cursor *c, unsigned operation)
{
	const struct insn_machine *m = c->machine;
	bool f3 = c->repeat == 0xf3;

	switch (operation) {
	case INSN_POPCNT:
		return f3 && m->popcnt ? operation : INSN_NONE;
	case INSN_BSF:
		return f3 && m->tzcnt ? INSN_TZCNT : operation;
	case INSN_BSR:
		return f3 && m->lzcnt ? INSN_LZCNT : operation;
	default:
		return operation;
	}
}

static int decode_two_byte(struct cursor *c, struct insn *insn)
{
	uint32_t byte = fetch(c, 1);
	struct opcode row = opcodes_two_byte[byte];
	int error;

	if (byte == 0x38)
		return decode_0f38(c, insn);
	if (byte == 0x3a)
		return decode_simd(c, &step_0f3a[fetch(c, 1)], insn);
	if (byte == 0xae)
		return decode_group15(c, insn);
	if (row.operation == INSN_NONE)
		return decode_simd(c, &step_two_byte[byte], insn);
	row.operation = (uint8_t)operation_by_prefix(c, row.operation);
	if (byte == 0xc3 && (c->repeat || c->operand16))
		return -EINVAL; /* MOVNTI has no such forms */
	error = decode_integer(c, &row, insn);
	insn->condition = byte & 15;
	return error;
}

int insn_decode(const uint8_t *bytes, unsigned size,
		const struct trapframe *registers,
		const struct insn_machine *machine, struct insn *insn)
{
	struct cursor c = {
		.bytes = bytes,
		.size = MIN(size, (unsigned)INSN_MAX),
		.r = registers,
		.machine = machine,
		.override = NO_SEGMENT,
		.segment = DS,
	};
	uint32_t byte = fetch_prefixes(&c);
	int error;

	*insn = (struct insn){ .operation = INSN_NONE };
	if (byte == 0x0f)
		error = decode_two_byte(&c, insn);
	else if (byte >= 0xd8 && byte <= 0xdf)
		error = decode_x87(&c, byte, insn);
	else
		error = decode_integer(&c, &opcodes_one_byte[byte], insn);
	if (c.overrun)
		return size < INSN_MAX ? -EFAULT : -EINVAL;
	if (error)
		return error;
	insn->length = (uint8_t)c.at;
	insn->repeat = c.repeat;
	insn->lock = c.lock;
	insn->operand16 = c.operand16;
	insn->address16 = c.address16;
	return insn->memory[0].access == 0 ? -EINVAL : 0;
}
