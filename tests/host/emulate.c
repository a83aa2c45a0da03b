/* SPDX-License-Identifier: MIT */
/*
 * Every integer instruction with a memory operand, on random values, against
 * Unicorn: registers, flags and memory afterwards.
 *
 * usage: emulate [COMPARISONS [SEED]]
 */
#include "emulate.h"
#include "alu.h"
#include "random.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicorn/unicorn.h>

#define DATA_SIZE  0x20000u /* at 0 */
#define CODE_START 0x100000u
#define CODE_SIZE  0x100000u
#define SLOT	   32u /* bytes for each instruction */
#define RUNS	   12  /* of each, with other values */

static uint8_t *data, *reference; /* ours, and Unicorn's */
static uint8_t *code;
static uc_engine *uc;
/* Unicorn's processors have neither POPCNT nor MOVBE: see test_values(). */
static struct insn_machine machine = { .tzcnt = true, .lzcnt = true };
static unsigned long compared, failed, paused, errors, undefined;
static unsigned long of_operation[INSN_OPERATIONS];

/* --- Our side: memory is an array. --- */

/* -1: never; else how many more transfers succeed. */
static int transfers_left = -1;

static int check_range(uint32_t address, unsigned width, uint32_t count)
{
	if (address >= DATA_SIZE || width * count > DATA_SIZE - address)
		abort();
	if (transfers_left == 0)
		return -EFAULT;
	if (transfers_left > 0)
		transfers_left--;
	return 0;
}

/* Now and then only a part of what was asked for. */
static int portion(uint32_t count)
{
	return count > 1 && random_below(4) == 0 ? (int)random_below(count) : 0;
}

static int load(void *context, uint32_t address, void *to, unsigned width,
		uint32_t count)
{
	int n = portion(count), error = check_range(address, width, count);

	(void)context;
	if (!error)
		memcpy(to, data + address, width * (n ? (uint32_t)n : count));
	return error ? error : n;
}

static int store(void *context, uint32_t address, const void *from,
		 unsigned width, uint32_t count)
{
	int n = portion(count), error = check_range(address, width, count);

	(void)context;
	if (!error)
		memcpy(data + address, from, width * (n ? (uint32_t)n : count));
	return error ? error : n;
}

static bool pause_sometimes(void *context)
{
	(void)context;
	return random_below(2);
}

static const struct insn_memory memory = { load, store, pause_sometimes };

/* --- Instructions. --- */

/* Opcodes that have a memory operand and are not the processor's. */
static const uint8_t one_byte[] = {
	0x00, 0x01, 0x02, 0x03, 0x08, 0x09, 0x0a, 0x0b, 0x10, 0x11, 0x12,
	0x13, 0x18, 0x19, 0x1a, 0x1b, 0x20, 0x21, 0x22, 0x23, 0x28, 0x29,
	0x2a, 0x2b, 0x30, 0x31, 0x32, 0x33, 0x38, 0x39, 0x3a, 0x3b, 0x69,
	0x6b, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89,
	0x8a, 0x8b, 0x8c, 0x8f, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6,
	0xa7, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xaf, 0xc0, 0xc1, 0xc6, 0xc7,
	0xd0, 0xd1, 0xd2, 0xd3, 0xd7, 0xf6, 0xf7, 0xfe, 0xff,
};
static const uint8_t two_byte[] = {
	0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a,
	0x4b, 0x4c, 0x4d, 0x4e, 0x4f, 0x90, 0x91, 0x92, 0x93, 0x94, 0x95,
	0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9d, 0x9e, 0x9f, 0xa3,
	0xa4, 0xa5, 0xab, 0xac, 0xad, 0xaf, 0xb0, 0xb1, 0xb3, 0xb6, 0xb7,
	0xb8, 0xba, 0xbb, 0xbc, 0xbd, 0xbe, 0xbf, 0xc0, 0xc1, 0xc3, 0xc7,
};

static void random_instruction(uint8_t bytes[INSN_MAX])
{
	static const uint8_t prefixes[] = { 0x66, 0x66, 0x66, 0x67, 0xf0,
					    0xf2, 0xf3, 0x26, 0x2e, 0x36,
					    0x3e, 0x64, 0x65 };
	unsigned n = 0;
	bool repeat = false; /* two of these are undefined */

	for (unsigned i = 0; i < INSN_MAX; i++)
		bytes[i] = (uint8_t)random_word();
	while (n < 4 && random_below(2) == 0) {
		uint8_t byte = prefixes[random_below(ARRAY_SIZE(prefixes))];

		if ((byte & 0xfe) == 0xf2 && repeat)
			continue;
		repeat |= (byte & 0xfe) == 0xf2;
		bytes[n++] = byte;
	}
	switch (random_below(8)) {
	case 0 ... 3:
		bytes[n++] = one_byte[random_below(ARRAY_SIZE(one_byte))];
		break;
	case 4:
		bytes[n++] = 0xa4 + random_below(12); /* strings */
		break;
	default:
		bytes[n++] = 0x0f;
		bytes[n++] = two_byte[random_below(ARRAY_SIZE(two_byte))];
		break;
	}
	/* F6 /1 is TEST, too, but not to Unicorn. */
	if ((bytes[n - 1] & 0xfe) == 0xf6 && (bytes[n] & 0x38) == 8)
		bytes[n] ^= 8;
	/* Absolute addresses: in the data. */
	if (random_below(4) == 0)
		bytes[n + 3] = bytes[n + 4] = bytes[n + 2] = 0;
}

static uint32_t random_value(void)
{
	static const uint32_t special[] = {
		0,	    1,		2,	    0x7f,	0x80,
		0xff,	    0x7fff,	0x8000,	    0xffff,	0x7fffffff,
		0x80000000, 0xffffffff, 0x80808080, 0x12345678,
	};

	switch (random_below(4)) {
	case 0:
		return special[random_below(ARRAY_SIZE(special))];
	case 1:
		return random_below(64);
	default:
		return random_word();
	}
}

/* Values for the registers: some are addresses, more where that is needed. */
static void random_registers(struct trapframe *r, const uint8_t *bytes)
{
	static const size_t general[] = {
		offsetof(struct trapframe, eax),
		offsetof(struct trapframe, ecx),
		offsetof(struct trapframe, edx),
		offsetof(struct trapframe, ebx),
		offsetof(struct trapframe, ebp),
		offsetof(struct trapframe, esi),
		offsetof(struct trapframe, edi),
	};
	bool pointers = random_below(2);

	(void)bytes;
	for (unsigned i = 0; i < ARRAY_SIZE(general); i++)
		*(uint32_t *)((char *)r + general[i]) =
		    random_below(pointers ? 4 : 2)
			? 0x4000 + random_below(0x8000)
			: random_value();
	r->esp = 0x4000 + random_below(0x8000);
	if (random_below(2))
		r->ecx =
		    random_below(32) ? random_below(40) : random_below(1500);
	r->eflags = EFLAGS_FIX | (random_word() & (ALU_FLAGS | EFLAGS_DF));
}

static bool in_data(uint32_t from, uint64_t n)
{
	return from < DATA_SIZE && n <= DATA_SIZE - from;
}

/* Is all that the instruction touches in the data? */
static bool fits(const struct insn *insn, const struct trapframe *r)
{
	uint32_t count = insn->address16 ? r->ecx & 0xffff : r->ecx;

	for (unsigned n = 0; n < 2; n++) {
		const struct insn_operand *m = &insn->memory[n];
		uint64_t size = m->size;

		if (m->access == 0)
			continue;
		if (insn->repeat && insn->operation >= INSN_MOVS) {
			if (count > 2000)
				return false;
			size *= count;
			if (!in_data(m->address - (uint32_t)size,
				     2 * size + m->size))
				return false;
			if (insn->address16 &&
			    ((m->address + size) > 0xfff0 || m->address < size))
				return false;
		} else if (!in_data(m->address, size + 4)) {
			return false;
		}
	}
	return true;
}

/*
 * Flags that the manual leaves undefined after the instruction (Intel SDM
 * vol. 1, "EFLAGS Cross-Reference").
 */
static uint32_t undefined_flags(const struct insn *i)
{
	unsigned count = i->immediate & 31, bits = 8 * i->size;

	switch (i->operation) {
	case INSN_OR:
	case INSN_AND:
	case INSN_XOR:
	case INSN_TEST:
		return EFLAGS_AF;
	case INSN_SHL:
	case INSN_SHR:
	case INSN_SAR:
		if (count == 0)
			return 0;
		return EFLAGS_AF | (count > 1 ? EFLAGS_OF : 0) |
		       (count > bits && i->operation != INSN_SAR ? EFLAGS_CF
								 : 0);
	case INSN_SHLD:
	case INSN_SHRD:
		if (count == 0)
			return 0;
		return count > bits ? ALU_FLAGS
				    : EFLAGS_AF | (count > 1 ? EFLAGS_OF : 0);
	case INSN_ROL:
	case INSN_ROR:
	case INSN_RCL:
	case INSN_RCR:
		return count > 1 ? EFLAGS_OF : 0;
	case INSN_MUL:
	case INSN_IMUL:
	case INSN_IMUL_TRUNCATE:
		return EFLAGS_SF | EFLAGS_ZF | EFLAGS_AF | EFLAGS_PF;
	case INSN_DIV:
	case INSN_IDIV:
		return ALU_FLAGS;
	case INSN_BT:
	case INSN_BTS:
	case INSN_BTR:
	case INSN_BTC:
		return EFLAGS_OF | EFLAGS_SF | EFLAGS_AF | EFLAGS_PF;
	case INSN_BSF:
	case INSN_BSR:
		return ALU_FLAGS & ~EFLAGS_ZF;
	case INSN_TZCNT:
	case INSN_LZCNT:
		return ALU_FLAGS & ~(EFLAGS_ZF | EFLAGS_CF);
	default:
		return 0;
	}
}

/* A result that the manual leaves undefined. */
static bool undefined_result(const struct insn *i)
{
	return (i->operation == INSN_SHLD || i->operation == INSN_SHRD) &&
	       (i->immediate & 31) > 8u * i->size;
}

/* --- Unicorn's side. --- */

static int const registers[] = {
	UC_X86_REG_EAX, UC_X86_REG_ECX,	   UC_X86_REG_EDX, UC_X86_REG_EBX,
	UC_X86_REG_ESP, UC_X86_REG_EBP,	   UC_X86_REG_ESI, UC_X86_REG_EDI,
	UC_X86_REG_EIP, UC_X86_REG_EFLAGS,
};
#define REGISTERS ((int)ARRAY_SIZE(registers))

static void pointers(struct trapframe *r, void *to[REGISTERS])
{
	void *const all[] = { &r->eax, &r->ecx, &r->edx, &r->ebx, &r->esp,
			      &r->ebp, &r->esi, &r->edi, &r->eip, &r->eflags };

	memcpy(to, all, sizeof(all));
}

/* 0, or -EDOM for an exception: Unicorn may stop at one without a word. */
static int unicorn_run(struct trapframe *r, unsigned length)
{
	void *values[REGISTERS];
	uint32_t start = r->eip;
	uc_err error;

	pointers(r, values);
	uc_reg_write_batch(uc, (int *)registers, values, REGISTERS);
	error = uc_emu_start(uc, r->eip, r->eip + length, 0, 0);
	uc_reg_read_batch(uc, (int *)registers, values, REGISTERS);
	if (error != UC_ERR_OK && error != UC_ERR_EXCEPTION) {
		printf("# unicorn: %s\n", uc_strerror(error));
		return -EIO;
	}
	return error != UC_ERR_OK || r->eip == start ? -EDOM : 0;
}

static void unicorn_start(void)
{
	static const int selectors[SEGMENTS] = {
		UC_X86_REG_ES, UC_X86_REG_CS, UC_X86_REG_SS,
		UC_X86_REG_DS, UC_X86_REG_FS, UC_X86_REG_GS,
	};

	if (uc_open(UC_ARCH_X86, UC_MODE_32, &uc) != UC_ERR_OK ||
	    uc_ctl_set_cpu_model(uc, UC_CPU_X86_HASWELL) != UC_ERR_OK ||
	    uc_mem_map_ptr(uc, 0, DATA_SIZE, UC_PROT_ALL, reference) !=
		UC_ERR_OK ||
	    uc_mem_map_ptr(uc, CODE_START, CODE_SIZE, UC_PROT_ALL, code) !=
		UC_ERR_OK) {
		printf("Bail out! Unicorn does not start\n");
		exit(1);
	}
	for (unsigned i = 0; i < SEGMENTS; i++)
		uc_reg_read(uc, selectors[i], &machine.selector[i]);
}

/* --- The comparison. --- */

static void report(const char *what, const uint8_t *bytes,
		   const struct insn *insn, const struct trapframe *before,
		   const struct trapframe *a, const struct trapframe *b)
{
	const struct trapframe *all[3] = { before, a, b };

	if (failed++ >= 20)
		return;
	printf("# %s differs:", what);
	for (unsigned i = 0; i < insn->length; i++)
		printf(" %02x", bytes[i]);
	printf(" at %#x, operation %u, immediate %#x\n",
	       insn->memory[0].address, insn->operation, insn->immediate);
	for (unsigned i = 0; i < 3; i++) {
		const struct trapframe *r = all[i];

		printf("#   %s eax %08x ecx %08x edx %08x ebx %08x esp %08x "
		       "ebp %08x esi %08x edi %08x eip %08x flags %03x\n",
		       i == 0	? "before "
		       : i == 1 ? "ours   "
				: "unicorn",
		       r->eax, r->ecx, r->edx, r->ebx, r->esp, r->ebp, r->esi,
		       r->edi, r->eip, r->eflags);
	}
}

static bool same_registers(const struct trapframe *a, const struct trapframe *b)
{
	return a->eax == b->eax && a->ecx == b->ecx && a->edx == b->edx &&
	       a->ebx == b->ebx && a->esp == b->esp && a->ebp == b->ebp &&
	       a->esi == b->esi && a->edi == b->edi && a->eip == b->eip;
}

/* Executes to the end, deciding at each pause to go on. */
static int execute(const uint8_t *bytes, struct insn *insn, struct trapframe *r)
{
	int error;

	while ((error = insn_execute(insn, r, &memory, NULL)) == -EAGAIN) {
		paused++;
		if (insn_decode(bytes, INSN_MAX, r, &machine, insn) != 0)
			return -EIO;
	}
	return error;
}

/* A jump goes to the next instruction, where Unicorn stops. */
static void aim(const struct insn *insn, const struct trapframe *r)
{
	uint32_t next = r->eip + insn->length;

	if (insn->operation != INSN_CALL && insn->operation != INSN_JMP)
		return;
	memcpy(data + insn->memory[0].address, &next, 4);
	memcpy(reference + insn->memory[0].address, &next, 4);
}

static bool usable(const struct insn *insn, const struct trapframe *r)
{
	if (insn->operation == INSN_STEP || !fits(insn, r))
		return false;
	/* Unicorn 2.0 takes the flags of LOCK NEG from another value. */
	if (insn->lock && insn->operation == INSN_NEG)
		return false;
	/* Where the destination of a 16-bit jump would lie, is no code. */
	return !(insn->operand16 &&
		 (insn->operation == INSN_CALL || insn->operation == INSN_JMP));
}

static void compare(const uint8_t *bytes, const struct insn *decoded,
		    const struct trapframe *before)
{
	struct insn insn = *decoded;
	struct trapframe a = *before, b = *before;
	uint32_t flags = (ALU_FLAGS | EFLAGS_DF) & ~undefined_flags(decoded);
	int mine, theirs;

	aim(decoded, before);
	mine = execute(bytes, &insn, &a);
	theirs = unicorn_run(&b, decoded->length);
	compared++;
	undefined += mine == 0 && (a.eflags ^ b.eflags) & ALU_FLAGS & ~flags;
	of_operation[decoded->operation]++;
	if (mine != theirs) {
		printf("# %d, not %d\n", mine, theirs);
		report("success", bytes, decoded, before, &a, &b);
	} else if (mine == -EDOM) {
		if (memcmp(&a, before, sizeof(a)) != 0)
			report("#DE", bytes, decoded, before, &a, &b);
	} else if (undefined_result(decoded)) {
		memcpy(data, reference, DATA_SIZE);
	} else if (!same_registers(&a, &b)) {
		report("a register", bytes, decoded, before, &a, &b);
	} else if ((a.eflags ^ b.eflags) & flags) {
		report("a flag", bytes, decoded, before, &a, &b);
	} else if (memcmp(data, reference, DATA_SIZE) != 0) {
		report("memory", bytes, decoded, before, &a, &b);
		memcpy(data, reference, DATA_SIZE);
	}
}

/* A transfer that fails leaves everything; a string, the elements before. */
static void try_error(const uint8_t *bytes, const struct insn *decoded,
		      const struct trapframe *before)
{
	struct insn insn = *decoded;
	struct trapframe r = *before;
	int error;

	transfers_left = (int)random_below(3);
	error = insn_execute(&insn, &r, &memory, NULL);
	transfers_left = -1;
	memcpy(data, reference, DATA_SIZE);
	if (error != -EFAULT)
		return;
	errors++;
	if (insn.repeat && insn.operation >= INSN_MOVS) {
		r.ecx = before->ecx;
		r.esi = before->esi;
		r.edi = before->edi;
		r.eflags = before->eflags;
		if (insn.operation == INSN_LODS)
			r.eax = before->eax;
	}
	if (memcmp(&r, before, sizeof(r)) != 0)
		report("a register after an error", bytes, decoded, before, &r,
		       before);
}

/*
 * The next place for an instruction.  When all are used a new Unicorn begins:
 * one that is told to forget code may later crash at an exception.
 */
static uint32_t place(const uint8_t *bytes)
{
	static uint32_t at;

	if (at + SLOT >= CODE_SIZE) {
		uc_close(uc);
		unicorn_start();
		at = 0;
	}
	at += SLOT;
	memcpy(code + at, bytes, INSN_MAX);
	return CODE_START + at;
}

/* What Unicorn lacks, by examples of the manual's description. */
static void test_values(void)
{
	static const struct {
		uint8_t bytes[INSN_MAX]; /* operand: ECX, [EBX] */
		uint32_t value, ecx, result, memory, flags;
	} tests[] = {
		/* movbe ecx, [ebx]; movbe cx, [ebx] */
		{ { 0x0f, 0x38, 0xf0, 0x0b },
		  0x11223344,
		  0,
		  0x44332211,
		  0x11223344,
		  ALU_FLAGS },
		{ { 0x66, 0x0f, 0x38, 0xf0, 0x0b },
		  0x11223344,
		  0x55667788,
		  0x55664433,
		  0x11223344,
		  ALU_FLAGS },
		/* movbe [ebx], ecx; movbe [ebx], cx */
		{ { 0x0f, 0x38, 0xf1, 0x0b },
		  0,
		  0x11223344,
		  0x11223344,
		  0x44332211,
		  ALU_FLAGS },
		{ { 0x66, 0x0f, 0x38, 0xf1, 0x0b },
		  0,
		  0x11223344,
		  0x11223344,
		  0x4433,
		  ALU_FLAGS },
		/* popcnt ecx, [ebx]; popcnt cx, [ebx] */
		{ { 0xf3, 0x0f, 0xb8, 0x0b }, 0xf0f00001, 7, 9, 0xf0f00001, 0 },
		{ { 0xf3, 0x0f, 0xb8, 0x0b }, 0, 7, 0, 0, EFLAGS_ZF },
		{ { 0x66, 0xf3, 0x0f, 0xb8, 0x0b },
		  0xffff8001,
		  0x12340000,
		  0x12340002,
		  0xffff8001,
		  0 },
		/* test dword [ebx], 1, as F7 /1 */
		{ { 0xf7, 0x0b, 1, 0, 0, 0 },
		  0x80000000,
		  7,
		  7,
		  0x80000000,
		  EFLAGS_ZF | EFLAGS_PF },
	};
	struct insn_machine full = machine;

	full.popcnt = full.movbe = true;
	for (unsigned i = 0; i < ARRAY_SIZE(tests); i++) {
		struct trapframe r = { .ebx = 0x100,
				       .ecx = tests[i].ecx,
				       .eflags = ALU_FLAGS };
		struct insn insn = { 0 };

		memcpy(data + 0x100, &tests[i].value, 4);
		if (insn_decode(tests[i].bytes, INSN_MAX, &r, &full, &insn) ||
		    insn_execute(&insn, &r, &memory, NULL) ||
		    r.ecx != tests[i].result || r.eflags != tests[i].flags ||
		    r.eip != insn.length ||
		    memcmp(data + 0x100, &tests[i].memory, 4) != 0) {
			failed++;
			printf("# example %u: ecx %#x flags %#x\n", i, r.ecx,
			       r.eflags);
		}
		of_operation[insn.operation]++;
	}
	memcpy(data, reference, DATA_SIZE);
}

static void try_instruction(void)
{
	struct trapframe r = { .eip = CODE_START };
	uint8_t bytes[INSN_MAX];
	struct insn insn;
	uint32_t eip = 0;

	random_instruction(bytes);
	for (int tries = 0, runs = 0; tries < 3 * RUNS && runs < RUNS;
	     tries++) {
		random_registers(&r, bytes);
		if (insn_decode(bytes, INSN_MAX, &r, &machine, &insn) != 0)
			return;
		if (!usable(&insn, &r))
			continue;
		if (eip == 0)
			eip = place(bytes);
		r.eip = eip;
		runs++;
		if (random_below(16) == 0)
			try_error(bytes, &insn, &r);
		compare(bytes, &insn, &r);
	}
}

int main(int argc, char **argv)
{
	unsigned long wanted = argc > 1 ? strtoul(argv[1], NULL, 0) : 250000;
	unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 0) : 1;
	unsigned missing = 0;

	random_seed(seed);
	data = aligned_alloc(PAGE_SIZE, DATA_SIZE);
	reference = aligned_alloc(PAGE_SIZE, DATA_SIZE);
	code = aligned_alloc(PAGE_SIZE, CODE_SIZE);
	memset(code, 0x90, CODE_SIZE);
	for (uint32_t i = 0; i < DATA_SIZE; i++)
		data[i] = reference[i] = (uint8_t)random_word();
	unicorn_start();
	test_values();
	while (compared < wanted && failed < 100)
		try_instruction();
	for (unsigned i = INSN_LOAD; i < INSN_STEP; i++)
		if (of_operation[i] == 0) {
			missing++;
			printf("# operation %u was never tried\n", i);
		}
	printf("# seed %lu: %lu comparisons, %lu pauses, %lu errors; flags "
	       "that the manual leaves undefined differ in %lu\n",
	       seed, compared, paused, errors, undefined);
	printf("%sok 1 - emulator: %lu comparisons with Unicorn, "
	       "%lu differ\n1..1\n",
	       failed || missing ? "not " : "", compared, failed);
	return failed || missing;
}
