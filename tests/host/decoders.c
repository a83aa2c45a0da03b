/* SPDX-License-Identifier: MIT */
/*
 * The instruction decoder against three others: Zydis, Capstone, diStorm.
 *
 * Combinations of prefixes, opcode, ModRM and SIB bytes are numbered; a run
 * takes as many as it is told, spread over all of them.  Of each they compare
 * whether there is such an instruction, its length, and its memory operand's
 * address, size and direction.  We are wrong if none of those with an opinion
 * agrees with us, or if two agree with each other but not with us.
 *
 * usage: decoders [COMPARISONS [SEED]]
 */
#include "decode.h"
#include "random.h"
#include <Zydis/Zydis.h>
#include <capstone/capstone.h>
#include <distorm3/distorm.h>
#include <distorm3/mnemonics.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum fact { LENGTH, ADDRESS, SIZE, ACCESS, FACTS };
static const char *const fact_names[] = { "length", "address", "size",
					  "access" };

/* What a decoder says of an instruction; -1: it has no opinion. */
struct opinion {
	bool valid;  /* there is such an instruction */
	bool memory; /* with an operand in memory */
	int64_t fact[FACTS];
};

enum voter { ZYDIS, CAPSTONE, DISTORM, VOTERS };
static const char *const voter_names[] = { "Zydis", "Capstone", "diStorm" };

static struct trapframe r;
static struct insn_machine machine = {
	.base = { 0x10000000, 0x20000000, 0x30000000, 0x40000000, 0x50000000,
		  0x60000000 },
	.popcnt = true,
	.tzcnt = true,
	.lzcnt = true,
	.movbe = true,
};
static ZydisDecoder zydis;
static ZydisDecodedInstruction z;
static ZydisDecodedOperand z_operands[ZYDIS_MAX_OPERAND_COUNT];
static csh capstone;
static cs_insn *capstone_insn;
static unsigned long compared, supported, failed;

/* Of two operands, as MOVS and CMPS have them, the one by ESI is our first. */
#define REG_ESI 6

/* An address from its parts: register numbers as in ModRM, or -1. */
static int64_t address_of(int base, int index, unsigned scale, int64_t disp,
			  int segment, bool address16)
{
	uint32_t offset = (uint32_t)disp;

	if (base >= 0)
		offset += insn_register(&r, (unsigned)base, 4);
	if (index >= 0)
		offset += insn_register(&r, (unsigned)index, 4) * scale;
	if (address16)
		offset &= 0xffff;
	if (segment < 0)
		segment = base == 4 || base == 5 ? SS : DS;
	return (uint32_t)(machine.base[segment] + offset);
}

/* --- Zydis. --- */

static int zydis_number(ZydisRegister reg)
{
	if (reg >= ZYDIS_REGISTER_EAX && reg <= ZYDIS_REGISTER_EDI)
		return (int)(reg - ZYDIS_REGISTER_EAX);
	if (reg >= ZYDIS_REGISTER_AX && reg <= ZYDIS_REGISTER_DI)
		return (int)(reg - ZYDIS_REGISTER_AX);
	return -1;
}

static void ask_zydis(const uint8_t *bytes, struct opinion *o)
{
	if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(&zydis, bytes, INSN_MAX, &z,
						 z_operands)))
		return;
	o->valid = true;
	o->fact[LENGTH] = z.length;
	for (unsigned i = 0; i < z.operand_count; i++) {
		const ZydisDecodedOperand *m = &z_operands[i];
		unsigned access = 0;

		if (m->type != ZYDIS_OPERAND_TYPE_MEMORY ||
		    m->mem.type != ZYDIS_MEMOP_TYPE_MEM)
			continue;
		if (o->memory && zydis_number(m->mem.base) != REG_ESI)
			continue;
		if (m->actions & ZYDIS_OPERAND_ACTION_MASK_READ)
			access |= INSN_READS;
		if (m->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE)
			access |= INSN_WRITES;
		o->memory = true;
		o->fact[SIZE] = m->size / 8;
		o->fact[ACCESS] = access;
		o->fact[ADDRESS] = address_of(
		    zydis_number(m->mem.base), zydis_number(m->mem.index),
		    m->mem.scale, m->mem.disp.value,
		    (int)(m->mem.segment - ZYDIS_REGISTER_ES),
		    z.address_width == 16);
		if (z.mnemonic == ZYDIS_MNEMONIC_XLAT)
			o->fact[ADDRESS] = address_of(
			    3, -1, 1, r.eax & 0xff,
			    (int)(m->mem.segment - ZYDIS_REGISTER_ES),
			    z.address_width == 16);
	}
}

/*
 * Instructions of these kinds are not carried out: see docs/instructions.md.
 * Zydis knows all of the manual.
 */
static bool is_refused(void)
{
	if (z.encoding != ZYDIS_INSTRUCTION_ENCODING_LEGACY)
		return true; /* VEX, EVEX, XOP, 3DNow! */
	switch (z.meta.category) {
	case ZYDIS_CATEGORY_NOP:
	case ZYDIS_CATEGORY_WIDENOP:
	case ZYDIS_CATEGORY_PREFETCH:
	case ZYDIS_CATEGORY_SYSTEM:
	case ZYDIS_CATEGORY_IOSTRINGOP:
	case ZYDIS_CATEGORY_SEGOP: /* LDS and others */
	case ZYDIS_CATEGORY_XSAVE:
	case ZYDIS_CATEGORY_XSAVEOPT:
	case ZYDIS_CATEGORY_VTX:
	case ZYDIS_CATEGORY_MPX:
	case ZYDIS_CATEGORY_CET:
	case ZYDIS_CATEGORY_CLDEMOTE:
	case ZYDIS_CATEGORY_CLFLUSHOPT:
	case ZYDIS_CATEGORY_CLWB:
	case ZYDIS_CATEGORY_MOVDIR:
	case ZYDIS_CATEGORY_ENQCMD:
	case ZYDIS_CATEGORY_KEYLOCKER:
	case ZYDIS_CATEGORY_KEYLOCKER_WIDE:
	case ZYDIS_CATEGORY_RET: /* no operand but the stack */
		return true;
	default:
		break;
	}
	switch (z.mnemonic) {
	case ZYDIS_MNEMONIC_BOUND:
	case ZYDIS_MNEMONIC_ARPL:
	case ZYDIS_MNEMONIC_LAR:
	case ZYDIS_MNEMONIC_LSL:
	case ZYDIS_MNEMONIC_CLFLUSH:
	case ZYDIS_MNEMONIC_MASKMOVQ:
	case ZYDIS_MNEMONIC_MASKMOVDQU:
	case ZYDIS_MNEMONIC_INVPCID:
	case ZYDIS_MNEMONIC_INVEPT:
	case ZYDIS_MNEMONIC_INVVPID:
	case ZYDIS_MNEMONIC_PTWRITE:
	case ZYDIS_MNEMONIC_ADCX:
	case ZYDIS_MNEMONIC_ADOX:
	case ZYDIS_MNEMONIC_UD0:
	case ZYDIS_MNEMONIC_UD1:
	case ZYDIS_MNEMONIC_ENTER:
	case ZYDIS_MNEMONIC_LEAVE:
		return true;
	case ZYDIS_MNEMONIC_MOV: /* to a segment register */
		return z_operands[0].type == ZYDIS_OPERAND_TYPE_REGISTER &&
		       z_operands[0].reg.value >= ZYDIS_REGISTER_ES &&
		       z_operands[0].reg.value <= ZYDIS_REGISTER_GS;
	default:
		/* Far jumps, and what has no operand but the stack. */
		return z.meta.branch_type == ZYDIS_BRANCH_TYPE_FAR ||
		       !(z.attributes & ZYDIS_ATTRIB_HAS_MODRM);
	}
}

/* --- Capstone. --- */

static int capstone_number(x86_reg reg)
{
	static const x86_reg wide[] = { X86_REG_EAX, X86_REG_ECX, X86_REG_EDX,
					X86_REG_EBX, X86_REG_ESP, X86_REG_EBP,
					X86_REG_ESI, X86_REG_EDI };
	static const x86_reg half[] = { X86_REG_AX, X86_REG_CX, X86_REG_DX,
					X86_REG_BX, X86_REG_SP, X86_REG_BP,
					X86_REG_SI, X86_REG_DI };

	for (int i = 0; i < 8; i++)
		if (reg == wide[i] || reg == half[i])
			return i;
	return -1;
}

static int capstone_segment(x86_reg reg)
{
	static const x86_reg all[] = { X86_REG_ES, X86_REG_CS, X86_REG_SS,
				       X86_REG_DS, X86_REG_FS, X86_REG_GS };

	for (int i = 0; i < SEGMENTS; i++)
		if (reg == all[i])
			return i;
	return -1;
}

static void ask_capstone(const uint8_t *bytes, struct opinion *o)
{
	const uint8_t *p = bytes;
	size_t size = INSN_MAX;
	uint64_t address = 0;
	const cs_x86 *x;

	if (!cs_disasm_iter(capstone, &p, &size, &address, capstone_insn))
		return;
	x = &capstone_insn->detail->x86;
	o->valid = true;
	o->fact[LENGTH] = capstone_insn->size;
	for (unsigned i = 0; i < x->op_count; i++) {
		const cs_x86_op *m = &x->operands[i];

		if (m->type != X86_OP_MEM ||
		    (o->memory && capstone_number(m->mem.base) != REG_ESI))
			continue;
		o->memory = true;
		o->fact[SIZE] = m->size ? m->size : -1;
		o->fact[ACCESS] = m->access ? m->access : -1;
		o->fact[ADDRESS] = address_of(
		    capstone_number(m->mem.base), capstone_number(m->mem.index),
		    (unsigned)m->mem.scale, m->mem.disp,
		    capstone_segment(m->mem.segment), x->addr_size == 2);
		if (capstone_insn->id == X86_INS_XLATB)
			o->fact[ADDRESS] = -1; /* without AL */
	}
}

/* --- diStorm: it knows nothing of directions. --- */

static int distorm_number(uint8_t reg)
{
	if (reg >= R_EAX && reg <= R_EDI)
		return reg - R_EAX;
	if (reg >= R_AX && reg <= R_DI)
		return reg - R_AX;
	return -1;
}

static void ask_distorm(const uint8_t *bytes, struct opinion *o)
{
	_CodeInfo info = { .code = bytes,
			   .codeLen = INSN_MAX,
			   .dt = Decode32Bits };
	_DInst d[2];
	unsigned n = 0;

	distorm_decompose(&info, d, 1, &n);
	if (n == 0 || d[0].flags == FLAG_NOT_DECODABLE)
		return;
	o->valid = true;
	o->fact[LENGTH] = d[0].size;
	for (unsigned i = 0; i < OPERANDS_NO; i++) {
		const _Operand *m = &d[0].ops[i];
		bool address16 = FLAG_GET_ADDRSIZE(d[0].flags) == Decode16Bits;
		int segment = SEGMENT_GET(d[0].segment);

		if (m->type != O_DISP && m->type != O_SMEM && m->type != O_MEM)
			continue;
		if (o->memory && distorm_number(m->index) != REG_ESI)
			continue;
		if (d[0].opcode == I_XLAT)
			continue; /* without AL */
		segment = segment == R_NONE ? -1 : segment - R_ES;
		o->memory = true;
		o->fact[SIZE] = m->size ? m->size / 8 : -1;
		if (m->type == O_DISP)
			o->fact[ADDRESS] = address_of(
			    -1, -1, 1, (int64_t)d[0].disp, segment, address16);
		else if (m->type == O_SMEM)
			o->fact[ADDRESS] =
			    address_of(distorm_number(m->index), -1, 1,
				       d[0].dispSize ? (int64_t)d[0].disp : 0,
				       segment, address16);
		else
			o->fact[ADDRESS] = address_of(
			    distorm_number(d[0].base), distorm_number(m->index),
			    d[0].scale ? d[0].scale : 1,
			    d[0].dispSize ? (int64_t)d[0].disp : 0, segment,
			    address16);
	}
}

/* --- The vote. --- */

/* What the others do not take into account in an address. */
static uint32_t adjustment(const struct insn *insn)
{
	uint32_t bit;

	if (insn->operation >= INSN_BT && insn->operation <= INSN_BTC &&
	    insn->right == INSN_REGISTER) {
		bit = insn_register(&r, insn->reg, insn->size);
		if (insn->size == 2)
			return (uint32_t)((int16_t)bit / 16 -
					  ((int16_t)bit % 16 < 0)) *
			       2;
		return (uint32_t)((int32_t)bit / 32 - ((int32_t)bit % 32 < 0)) *
		       4;
	}
	/* POP with a base of ESP: it has moved already. */
	if (insn->operation == INSN_POP && z.raw.sib.base == 4 &&
	    z.raw.modrm.rm == 4 && !insn->address16)
		return insn->size;
	return 0;
}

static void adjust(struct opinion *o, const struct insn *insn)
{
	uint32_t address = (uint32_t)o->fact[ADDRESS];
	uint32_t adjusted = address + adjustment(insn);

	if (o->fact[ADDRESS] == -1)
		return;
	if (insn->address16) /* segments begin at multiples of 64 KB */
		adjusted = (address & 0xffff0000) | (adjusted & 0xffff);
	o->fact[ADDRESS] = adjusted;
}

static void report(const char *what, const uint8_t *bytes,
		   const struct insn *insn, const struct opinion *mine,
		   const struct opinion votes[VOTERS])
{
	if (failed++ >= 40)
		return;
	printf("# %s:", what);
	for (unsigned i = 0; i < INSN_MAX; i++)
		printf(" %02x", bytes[i]);
	printf("\n#   ours: operation %u length %d address %#x size %d "
	       "access %d\n",
	       insn->operation, (int)mine->fact[LENGTH],
	       (uint32_t)mine->fact[ADDRESS], (int)mine->fact[SIZE],
	       (int)mine->fact[ACCESS]);
	for (unsigned v = 0; v < VOTERS; v++)
		printf("#   %s: %s%s length %d address %#x size %d access %d\n",
		       voter_names[v], votes[v].valid ? "valid " : "not valid ",
		       votes[v].memory ? "memory" : "",
		       (int)votes[v].fact[LENGTH],
		       (uint32_t)votes[v].fact[ADDRESS],
		       (int)votes[v].fact[SIZE], (int)votes[v].fact[ACCESS]);
}

/* To some, 3E before CALL and JMP is NOTRACK and names no segment. */
static bool is_notrack(const struct insn *insn, const uint8_t *bytes)
{
	if (insn->operation != INSN_CALL && insn->operation != INSN_JMP)
		return false;
	return memchr(bytes, 0x3e, insn->length) != NULL;
}

/*
 * F2 or F3 that chooses an instruction, and a segment or 67 between it and 0F:
 * Capstone then finds the one without it, or none, and diStorm, too, now and
 * then.
 */
static bool is_separated(const uint8_t *bytes)
{
	static const uint8_t others[] = { 0x26, 0x2e, 0x36, 0x3e,
					  0x64, 0x65, 0x67 };
	bool chosen = false, other = false;
	unsigned n = 0;

	for (; n < INSN_MAX && bytes[n] != 0x0f; n++) {
		other = memchr(others, bytes[n], sizeof(others)) != NULL;
		if (bytes[n] == 0xf2 || bytes[n] == 0xf3)
			chosen = true;
		else if (!other && bytes[n] != 0x66 && bytes[n] != 0xf0)
			return false;
	}
	return chosen && other;
}

/* Is our fact outvoted? */
static bool outvoted(enum fact f, const struct opinion *mine,
		     const struct opinion votes[VOTERS])
{
	unsigned with_us = 0, against = 0;
	bool united = false;

	for (unsigned v = 0; v < VOTERS; v++) {
		if (votes[v].fact[f] == -1)
			continue;
		if (votes[v].fact[f] == mine->fact[f]) {
			with_us++;
			continue;
		}
		against++;
		for (unsigned w = 0; w < v; w++)
			united |= votes[w].fact[f] == votes[v].fact[f];
	}
	return united || (against > 0 && with_us == 0);
}

static void compare(const uint8_t *bytes)
{
	static const struct opinion silent = { .fact = { -1, -1, -1, -1 } };
	struct opinion votes[VOTERS] = { silent, silent, silent };
	struct opinion mine = silent;
	struct insn insn;
	unsigned valid = 0, memory = 0;

	mine.valid = insn_decode(bytes, INSN_MAX, &r, &machine, &insn) == 0;
	ask_zydis(bytes, &votes[ZYDIS]);
	ask_capstone(bytes, &votes[CAPSTONE]);
	ask_distorm(bytes, &votes[DISTORM]);
	compared++;
	for (unsigned v = 0; v < VOTERS; v++) {
		valid += votes[v].valid;
		memory += votes[v].valid && votes[v].memory;
	}
	if (!mine.valid) {
		if (memory >= 2 && votes[ZYDIS].memory && !is_refused())
			report("missing", bytes, &insn, &mine, votes);
		return;
	}
	supported++;
	mine.fact[LENGTH] = insn.length;
	mine.fact[ADDRESS] = insn.memory[0].address;
	mine.fact[SIZE] = insn.memory[0].size;
	mine.fact[ACCESS] = insn.memory[0].access;
	if (insn.memory[0].size == 512 && mine.fact[ACCESS] & INSN_WRITES)
		mine.fact[ACCESS] = INSN_WRITES; /* FXSAVE leaves some bytes */
	if (memory == 0 ||
	    (valid < 2 && !(votes[ZYDIS].valid && is_separated(bytes))))
		report("not an instruction", bytes, &insn, &mine, votes);
	for (unsigned v = 0; v < VOTERS; v++)
		if (!votes[v].valid || !votes[v].memory ||
		    (v != ZYDIS && is_separated(bytes)))
			votes[v] = silent;
		else
			adjust(&votes[v], &insn);
	for (unsigned v = 0; v < VOTERS && is_notrack(&insn, bytes); v++)
		votes[v].fact[ADDRESS] = -1;
	for (enum fact f = 0; f < FACTS; f++)
		if (outvoted(f, &mine, votes))
			report(fact_names[f], bytes, &insn, &mine, votes);
}

/* --- Combinations. --- */

static const uint8_t prefixes[32][3] = {
	{ 0 },
	{ 0x66 },
	{ 0x67 },
	{ 0xf0 },
	{ 0xf2 },
	{ 0xf3 },
	{ 0x26 },
	{ 0x2e },
	{ 0x36 },
	{ 0x3e },
	{ 0x64 },
	{ 0x65 },
	{ 0x66, 0x67 },
	{ 0x66, 0xf0 },
	{ 0x66, 0xf2 },
	{ 0x66, 0xf3 },
	{ 0x67, 0xf0 },
	{ 0x67, 0xf2 },
	{ 0x67, 0xf3 },
	{ 0x64, 0x66 },
	{ 0x65, 0x67 },
	{ 0x64, 0xf0 },
	{ 0x65, 0xf2 },
	{ 0x65, 0xf3 },
	{ 0x36, 0x66 },
	{ 0x3e, 0x67 },
	{ 0x2e, 0xf3 },
	{ 0x26, 0xf0 },
	{ 0x66, 0x67, 0x65 },
	{ 0x66, 0x67, 0xf0 },
	{ 0x66, 0x67, 0xf3 },
	{ 0x66, 0x67, 0xf2 },
};

#define COMBINATIONS_BITS 31 /* map 2, opcode 8, ModRM 8, SIB 8, prefixes 5 */

/* The combination of a number; what follows it is random. */
static void combine(uint32_t n, uint8_t bytes[INSN_MAX])
{
	const uint8_t *prefix = prefixes[n >> 26 & 31];
	unsigned at = 0;

	for (unsigned i = 0; i < 3 && prefix[i]; i++)
		bytes[at++] = prefix[i];
	switch (n >> 24 & 3) {
	case 1:
		bytes[at++] = 0x0f;
		break;
	case 2:
		bytes[at++] = 0x0f;
		bytes[at++] = 0x38;
		break;
	case 3:
		bytes[at++] = 0x0f;
		bytes[at++] = 0x3a;
		break;
	}
	bytes[at++] = (uint8_t)(n >> 16);
	bytes[at++] = (uint8_t)(n >> 8);
	bytes[at++] = (uint8_t)n;
	while (at < INSN_MAX)
		bytes[at++] = (uint8_t)random_word();
}

static void random_registers(void)
{
	r = (struct trapframe){
		.eax = random_word(),
		.ecx = random_word(),
		.edx = random_word(),
		.ebx = random_word(),
		.esp = random_word(),
		.ebp = random_word(),
		.esi = random_word(),
		.edi = random_word(),
	};
}

int main(int argc, char **argv)
{
	unsigned long wanted = argc > 1 ? strtoul(argv[1], NULL, 0) : 250000;
	unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 0) : 1;
	uint32_t n;

	random_seed(seed);
	n = random_word();
	if (!ZYAN_SUCCESS(ZydisDecoderInit(&zydis, ZYDIS_MACHINE_MODE_LEGACY_32,
					   ZYDIS_STACK_WIDTH_32)) ||
	    cs_open(CS_ARCH_X86, CS_MODE_32, &capstone) != CS_ERR_OK) {
		printf("Bail out! a decoder does not start\n");
		return 1;
	}
	cs_option(capstone, CS_OPT_DETAIL, CS_OPT_ON);
	capstone_insn = cs_malloc(capstone);
	for (unsigned long i = 0; i < wanted && failed < 1000; i++) {
		uint8_t bytes[INSN_MAX];

		if (i % 64 == 0)
			random_registers();
		/* Full period: each number comes once. */
		n = n * 1664525 + 1013904223;
		combine(n >> (32 - COMBINATIONS_BITS), bytes);
		compare(bytes);
	}
	cs_free(capstone_insn, 1);
	cs_close(&capstone);
	printf("# seed %lu: of %lu combinations %lu are carried out\n", seed,
	       compared, supported);
	printf("%sok 1 - decoder: %lu comparisons with Zydis, Capstone and "
	       "diStorm, %lu differ\n1..1\n",
	       failed ? "not " : "", compared, failed);
	return failed != 0;
}
