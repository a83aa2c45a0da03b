/* SPDX-License-Identifier: MIT */
/*
 * The instruction decoder.  Read it beside Intel SDM vol. 2, "Opcode Map"
 * and "32-Bit Addressing Forms with the ModR/M Byte".
 */
#include "decode.h"

/* How the operands of an opcode are found. */
enum form {
	FORM_NONE,
	FORM_MOFFS,	/* accumulator and an absolute address */
	FORM_MODRM,	/* register and memory of a ModRM byte */
	FORM_IMMEDIATE, /* memory of a ModRM byte with reg 0; immediate */
};

struct opcode {
	uint8_t form;
	uint8_t operation;
	uint8_t memory_size; /* 0: the operand size, 2 or 4 */
	uint8_t reg_size;
};

static const struct opcode one_byte[256] = {
	[0x88] = { FORM_MODRM, INSN_STORE, 1, 1 },     /* MOV Eb, Gb */
	[0x89] = { FORM_MODRM, INSN_STORE, 0, 0 },     /* MOV Ev, Gv */
	[0x8a] = { FORM_MODRM, INSN_LOAD, 1, 1 },      /* MOV Gb, Eb */
	[0x8b] = { FORM_MODRM, INSN_LOAD, 0, 0 },      /* MOV Gv, Ev */
	[0xa0] = { FORM_MOFFS, INSN_LOAD, 1, 1 },      /* MOV AL, Ob */
	[0xa1] = { FORM_MOFFS, INSN_LOAD, 0, 0 },      /* MOV eAX, Ov */
	[0xa2] = { FORM_MOFFS, INSN_STORE, 1, 1 },     /* MOV Ob, AL */
	[0xa3] = { FORM_MOFFS, INSN_STORE, 0, 0 },     /* MOV Ov, eAX */
	[0xc6] = { FORM_IMMEDIATE, INSN_STORE, 1, 1 }, /* MOV Eb, Ib */
	[0xc7] = { FORM_IMMEDIATE, INSN_STORE, 0, 0 }, /* MOV Ev, Iz */
};

static const struct opcode two_byte[256] = {
	[0xb6] = { FORM_MODRM, INSN_LOAD_ZERO, 1, 0 }, /* MOVZX Gv, Eb */
	[0xb7] = { FORM_MODRM, INSN_LOAD_ZERO, 2, 0 }, /* MOVZX Gv, Ew */
	[0xbe] = { FORM_MODRM, INSN_LOAD_SIGN, 1, 0 }, /* MOVSX Gv, Eb */
	[0xbf] = { FORM_MODRM, INSN_LOAD_SIGN, 2, 0 }, /* MOVSX Gv, Ew */
};

/* The bytes not yet read, and what the prefixes said. */
struct cursor {
	const uint8_t *bytes;
	unsigned at, size;
	bool overrun;
	bool operand16, address16;
	uint32_t segment_base;
	const struct trapframe *r;
};

static uint32_t fetch(struct cursor *c, unsigned n)
{
	uint32_t value = 0;

	if (c->size - c->at < n) {
		c->overrun = true;
		return 0;
	}
	for (unsigned i = 0; i < n; i++)
		value |= (uint32_t)c->bytes[c->at++] << 8 * i;
	return value;
}

static uint32_t *reg_of(struct trapframe *r, unsigned number)
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

static uint32_t reg_read(const struct trapframe *r, unsigned number,
			 unsigned size)
{
	struct trapframe *f = (struct trapframe *)r;

	if (size == 1)
		return *reg_of(f, number & 3) >> (number & 4 ? 8 : 0) & 0xff;
	return *reg_of(f, number) & (size == 2 ? 0xffff : 0xffffffff);
}

static uint32_t sign_extend8(uint32_t v)
{
	return (uint32_t)(int32_t)(int8_t)v;
}

/* The address of a 16-bit ModRM byte. */
static uint32_t address16(struct cursor *c, unsigned mod, unsigned rm)
{
	const struct trapframe *r = c->r;
	const uint32_t base[8] = {
		r->ebx + r->esi, r->ebx + r->edi, r->ebp + r->esi,
		r->ebp + r->edi, r->esi,	  r->edi,
		r->ebp,		 r->ebx,
	};

	if (mod == 0 && rm == 6)
		return fetch(c, 2);
	if (mod == 1)
		return (base[rm] + sign_extend8(fetch(c, 1))) & 0xffff;
	if (mod == 2)
		return (base[rm] + fetch(c, 2)) & 0xffff;
	return base[rm] & 0xffff;
}

static uint32_t sib_address(struct cursor *c, unsigned mod)
{
	uint32_t sib = fetch(c, 1);
	unsigned index = sib >> 3 & 7, base = sib & 7;
	uint32_t address;

	if (base == 5 && mod == 0)
		address = fetch(c, 4);
	else
		address = reg_read(c->r, base, 4);
	if (index != 4)
		address += reg_read(c->r, index, 4) << (sib >> 6);
	return address;
}

static uint32_t modrm_address(struct cursor *c, unsigned modrm)
{
	unsigned mod = modrm >> 6, rm = modrm & 7;
	uint32_t address;

	if (c->address16)
		return address16(c, mod, rm);
	if (mod == 0 && rm == 5)
		return fetch(c, 4);
	address = rm == 4 ? sib_address(c, mod) : reg_read(c->r, rm, 4);
	if (mod == 1)
		address += sign_extend8(fetch(c, 1));
	else if (mod == 2)
		address += fetch(c, 4);
	return address;
}

/* Reads prefixes; returns the first byte of the opcode, or -1: refused. */
static int fetch_opcode(struct cursor *c, const struct segment_bases *bases)
{
	for (;;) {
		uint32_t byte = fetch(c, 1);

		switch (byte) {
		case 0x26:
		case 0x2e:
		case 0x36:
		case 0x3e:
			c->segment_base = 0; /* ES, CS, SS, DS: flat */
			break;
		case 0x64:
			c->segment_base = bases->fs;
			break;
		case 0x65:
			c->segment_base = bases->gs;
			break;
		case 0x66:
			c->operand16 = true;
			break;
		case 0x67:
			c->address16 = true;
			break;
		case 0xf2:
		case 0xf3:
			break; /* without meaning for what we support */
		default:
			return c->overrun ? -1 : (int)byte;
		}
	}
}

static int decode_operands(struct cursor *c, const struct opcode *op,
			   struct insn *insn, uint32_t *address,
			   uint32_t *value)
{
	unsigned modrm;

	if (op->form == FORM_MOFFS) {
		insn->reg = 0;
		*address = fetch(c, c->address16 ? 2 : 4);
	} else {
		modrm = fetch(c, 1);
		if (modrm >> 6 == 3)
			return -EINVAL; /* no memory in it */
		insn->reg = modrm >> 3 & 7;
		*address = modrm_address(c, modrm);
	}
	*address += c->segment_base;
	if (op->form == FORM_IMMEDIATE) {
		if (insn->reg != 0)
			return -EINVAL;
		*value = fetch(c, insn->memory_size);
	} else if (op->operation == INSN_STORE) {
		*value = reg_read(c->r, insn->reg, insn->reg_size);
	}
	return c->overrun ? -EINVAL : 0;
}

int insn_decode(const uint8_t *bytes, unsigned size,
		const struct trapframe *registers,
		const struct segment_bases *bases, struct insn *insn,
		uint32_t *address, uint32_t *value)
{
	struct cursor c = { .bytes = bytes,
			    .size = MIN(size, (unsigned)INSN_MAX),
			    .r = registers };
	int byte = fetch_opcode(&c, bases);
	const struct opcode *op;
	unsigned operand_size = c.operand16 ? 2 : 4;
	int error;

	if (byte < 0)
		return -EINVAL;
	op = byte == 0x0f ? &two_byte[fetch(&c, 1)] : &one_byte[byte];
	if (op->form == FORM_NONE || c.overrun)
		return -EINVAL;
	*insn = (struct insn){
		.operation = op->operation,
		.memory_size =
		    (op->memory_size ? op->memory_size : operand_size) & 15,
		.reg_size = (op->reg_size ? op->reg_size : operand_size) & 15,
	};
	error = decode_operands(&c, op, insn, address, value);
	insn->length = (uint8_t)c.at;
	return error;
}

void insn_finish(const struct insn *insn, struct trapframe *registers,
		 uint32_t value)
{
	uint32_t *reg =
	    reg_of(registers, insn->reg_size == 1 ? insn->reg & 3 : insn->reg);

	registers->eip += insn->length;
	if (insn->operation == INSN_STORE)
		return;
	if (insn->memory_size == 1)
		value = insn->operation == INSN_LOAD_SIGN ? sign_extend8(value)
							  : value & 0xff;
	else if (insn->memory_size == 2)
		value = insn->operation == INSN_LOAD_SIGN
			    ? (uint32_t)(int32_t)(int16_t)value
			    : value & 0xffff;
	if (insn->reg_size == 4)
		*reg = value;
	else if (insn->reg_size == 2)
		*reg = (*reg & 0xffff0000) | (value & 0xffff);
	else if (insn->reg & 4)
		*reg = (*reg & 0xffff00ff) | value << 8;
	else
		*reg = (*reg & 0xffffff00) | value;
}
