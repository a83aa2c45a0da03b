/* SPDX-License-Identifier: MIT */
/*
 * Every form of instruction with a memory operand that the kernel carries
 * out, once on ordinary memory and once on a window that holds the same
 * bytes: registers, flags and memory must not tell the two apart.
 *
 * The code is generated: EBX points to the operand, ECX is the register
 * operand; ESI and EDI are those of string instructions.
 */
#include "tap.h"
#include <faultline/calls.h>
#include <faultline/system.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE   4096u
#define OFFSET 512u  /* of the operand in its page */
#define NEAR   1536u /* what of a page others than strings can reach */

#define CF  0x001
#define PF  0x004
#define AF  0x010
#define ZF  0x040
#define SF  0x080
#define DF  0x400
#define OF  0x800
#define ALL (CF | PF | AF | ZF | SF | OF)

struct registers {
	uint32_t eax, ecx, edx, ebx, ebp, esi, edi, esp, flags;
};

/* What the generated code reads and writes. */
static struct {
	struct registers in, out;
	uint32_t esp;
	uint8_t fpu_in[512] __attribute__((aligned(16)));
	uint8_t fpu_out[512] __attribute__((aligned(16)));
} machine;

static uint8_t *code;		      /* a page that can be executed */
static uint8_t *plain[2], *window[2]; /* pages: operand, and EDI's */
static uint32_t stack[1024];
static uint32_t tls_base; /* of GS, and of FS in this program */

/* --- Code. --- */

static uint8_t *at;

static void emit(uint32_t value, unsigned n)
{
	memcpy(at, &value, n);
	at += n;
}

/* An instruction with an absolute address: opcode and ModRM, address. */
static void emit_absolute(uint8_t opcode, unsigned reg, const void *address)
{
	emit(opcode, 1);
	emit(reg << 3 | 5, 1);
	emit((uint32_t)address, 4);
}

static const struct {
	uint8_t number;
	size_t offset;
} registers[] = {
	{ 0, offsetof(struct registers, eax) },
	{ 1, offsetof(struct registers, ecx) },
	{ 2, offsetof(struct registers, edx) },
	{ 3, offsetof(struct registers, ebx) },
	{ 5, offsetof(struct registers, ebp) },
	{ 6, offsetof(struct registers, esi) },
	{ 7, offsetof(struct registers, edi) },
	{ 4, offsetof(struct registers, esp) },
};
#define REGISTERS (sizeof(registers) / sizeof(registers[0]))

/* Where the instruction goes on, and where it is. */
static uint8_t *next_instruction;

static void generate(const uint8_t *bytes, unsigned n, bool fpu)
{
	at = code;
	emit(0x9c60, 2); /* pusha; pushf */
	emit_absolute(0x89, 4, &machine.esp);
	if (fpu) {
		emit(0x0f, 1); /* fxrstor */
		emit_absolute(0xae, 1, machine.fpu_in);
	}
	emit_absolute(0xff, 6, &machine.in.flags); /* push */
	emit(0x9d, 1);				   /* popf */
	for (unsigned i = 0; i < REGISTERS; i++)
		emit_absolute(0x8b, registers[i].number,
			      (char *)&machine.in + registers[i].offset);
	memcpy(at, bytes, n);
	at += n;
	next_instruction = at;
	for (unsigned i = 0; i < REGISTERS; i++)
		emit_absolute(0x89, registers[i].number,
			      (char *)&machine.out + registers[i].offset);
	emit_absolute(0x8b, 4, &machine.esp);
	emit(0x9c, 1);				    /* pushf */
	emit_absolute(0x8f, 0, &machine.out.flags); /* pop */
	if (fpu) {
		emit(0x0f, 1); /* fxsave */
		emit_absolute(0xae, 0, machine.fpu_out);
	}
	emit(0xc3619d, 3); /* popf; popa; ret */
}

/* --- Values. --- */

static uint32_t random_state = 12345;

static uint32_t random_word(void)
{
	random_state = random_state * 1664525 + 1013904223;
	return random_state ^ random_state >> 15;
}

static uint32_t random_value(void)
{
	static const uint32_t special[] = { 0,		1,	    0x7f,
					    0x80,	0xffff,	    0x7fffffff,
					    0x80000000, 0xffffffff, 0x8000,
					    0x80808080 };

	return random_word() % 2
		   ? random_word()
		   : special[random_word() % (sizeof(special) / 4)];
}

/* What an instruction needs to be tried. */
struct form {
	uint32_t undefined;    /* flags that the manual leaves undefined */
	const uint8_t *memory; /* the operand, if not anything */
	uint16_t memory_size;
	bool fpu, jump, string;
	bool segment;		     /* EBX is relative to the thread's data */
	uint16_t ignore, ignore_end; /* bytes of memory that may differ */
	uint32_t count;		     /* ECX of strings */
	uint32_t flags;		     /* set ones */
	bool divide;
};

static struct registers initial;
static uint8_t contents[2][PAGE];

static void choose_values(const struct form *f)
{
	for (unsigned i = 0; i < PAGE; i += 4) {
		uint32_t values[2] = { random_value(), random_value() };

		memcpy(contents[0] + i, &values[0], 4);
		memcpy(contents[1] + i, &values[1], 4);
	}
	initial = (struct registers){
		.eax = random_value(),
		.ecx = random_value(),
		.edx = random_value(),
		.ebp = random_value(),
		.esp = (uint32_t)(stack + 512),
		.flags = 0x202 | (random_word() & ALL) | f->flags,
	};
	if (f->memory != NULL)
		memcpy(contents[0] + OFFSET, f->memory, f->memory_size);
	if (f->jump)
		memcpy(contents[0] + OFFSET, &next_instruction, 4);
	if (f->string) {
		initial.ecx = f->count;
		/* REPE shall come some way. */
		if (random_word() % 2)
			memcpy(contents[1], contents[0], PAGE);
	}
	if (f->divide) { /* no #DE */
		initial.edx = 0;
		initial.eax = random_word() % 100;
		memcpy(contents[0] + OFFSET, "\7\7\7\7", 4);
	}
}

/* test_moves() shows that this and single moves agree. */
static void copy(void *to, const void *from, uint32_t bytes)
{
	uint32_t n = bytes / 4;

	__asm__ volatile("rep movsl"
			 : "+c"(n), "+S"(from), "+D"(to)
			 :
			 : "memory");
}

static uint32_t reach(const struct form *f)
{
	return f->string ? PAGE : NEAR;
}

/* The registers afterwards, with pointers as distances. */
static struct registers run_on(const struct form *f, uint8_t *operand,
			       uint8_t *other)
{
	struct registers r;

	copy(operand, contents[0], reach(f));
	copy(other, contents[1], reach(f));
	memset(stack, 0, sizeof(stack));
	machine.in = initial;
	machine.in.ebx = machine.in.esi = (uint32_t)operand + OFFSET;
	machine.in.edi = (uint32_t)other + OFFSET;
	if (f->segment)
		machine.in.ebx -= tls_base;
	((void (*)(void))code)();
	r = machine.out;
	r.ebx -= (uint32_t)operand;
	r.esi -= (uint32_t)operand;
	r.edi -= (uint32_t)other;
	return r;
}

/* --- Comparison. --- */

static unsigned forms, runs, wrong;

static void complain(const char *what, const uint8_t *bytes, unsigned n,
		     uint32_t a, uint32_t b)
{
	if (wrong++ >= 5)
		return;
	printf("#");
	for (unsigned i = 0; i < n; i++)
		printf(" %02x", bytes[i]);
	printf(": %s is %#x on memory, %#x on a window\n", what, a, b);
}

static void compare_memory(const struct form *f, const uint8_t *bytes,
			   unsigned n, const uint8_t *a, const uint8_t *b)
{
	uint8_t held[PAGE];

	copy(held, b, reach(f));
	for (unsigned i = 0; i < reach(f); i += 4) {
		uint32_t x = *(const uint32_t *)(a + i);
		uint32_t y = *(const uint32_t *)(held + i);

		if (i >= OFFSET + f->ignore && i < OFFSET + f->ignore_end)
			continue;
		if (x != y) {
			printf("# at %#x\n", i);
			complain("memory", bytes, n, x, y);
			return;
		}
	}
}

/* FOP, FIP and FDP name the instruction and its operand: no difference. */
static void forget_pointers(uint8_t *fpu)
{
	memset(fpu + 6, 0, 18);
	memset(fpu + 464, 0, 48);
}

static void compare_run(const struct form *f, const uint8_t *bytes, unsigned n,
			uint8_t *operand, uint8_t *other)
{
	static const char *const names[] = { "eax", "ecx", "edx", "ebx",
					     "ebp", "esi", "edi", "esp" };
	static uint8_t fpu[512];
	static uint32_t stack_after[1024];
	struct registers a = run_on(f, plain[0], plain[1]), b;
	const uint32_t *x = (uint32_t *)&a, *y = (uint32_t *)&b;
	uint8_t memory[2][PAGE];

	forget_pointers(machine.fpu_out);
	memcpy(fpu, machine.fpu_out, sizeof(fpu));
	memcpy(memory[0], plain[0], PAGE);
	memcpy(memory[1], plain[1], PAGE);
	memcpy(stack_after, stack, sizeof(stack));
	b = run_on(f, operand, other);
	runs++;
	for (unsigned i = 0; i < 8; i++)
		if (x[i] != y[i])
			complain(names[i], bytes, n, x[i], y[i]);
	if ((a.flags ^ b.flags) & ~f->undefined)
		complain("eflags", bytes, n, a.flags, b.flags);
	compare_memory(f, bytes, n, memory[0], operand);
	compare_memory(f, bytes, n, memory[1], other);
	if (memcmp(stack, stack_after, sizeof(stack)) != 0)
		complain("the stack", bytes, n, stack_after[511], stack[511]);
	forget_pointers(machine.fpu_out);
	if (f->fpu && memcmp(fpu, machine.fpu_out, sizeof(fpu)) != 0)
		complain("the FPU", bytes, n, 0, 0);
}

static void try_form(const struct form *f, const uint8_t *bytes, unsigned n)
{
	forms++;
	generate(bytes, n, f->fpu);
	for (unsigned i = 0; i < (f->string ? 2 : 4); i++) {
		choose_values(f);
		compare_run(f, bytes, n, window[0], plain[1]);
		if (!f->string)
			continue;
		compare_run(f, bytes, n, plain[0], window[1]);
		compare_run(f, bytes, n, window[0], window[1]);
	}
}

/* TRY(form, bytes...) */
#define TRY(f, ...)                                              \
	do {                                                     \
		static const uint8_t bytes_[] = { __VA_ARGS__ }; \
		try_form(f, bytes_, sizeof(bytes_));             \
	} while (0)

static void group(const char *name)
{
	ok(wrong == 0 && runs > 0, "%s: %u forms, %u runs, %u differ", name,
	   forms, runs, wrong);
	forms = runs = wrong = 0;
}

/* --- Integer instructions. --- */

/* The operand is [ebx], or by other ways to say so. */
static const struct form any = { 0 };

static void test_moves(void)
{
	static const struct form segment = { .segment = true };
	unsigned bad = 0;

	copy(window[0], code, PAGE);
	for (unsigned i = 0; i < PAGE; i += 4)
		bad += *(volatile uint32_t *)(window[0] + i) !=
		       *(uint32_t *)(code + i);
	ok(bad == 0, "a copy by one instruction is what single loads see");
	TRY(&any, 0x88, 0x0b); /* mov [ebx], cl */
	TRY(&any, 0x88, 0x2b); /* mov [ebx], ch */
	TRY(&any, 0x89, 0x0b);
	TRY(&any, 0x66, 0x89, 0x0b);
	TRY(&any, 0x8a, 0x0b);
	TRY(&any, 0x8a, 0x2b);
	TRY(&any, 0x8b, 0x0b);
	TRY(&any, 0x66, 0x8b, 0x0b);
	TRY(&any, 0x8b, 0x4b, 0x7f);		 /* [ebx + 127] */
	TRY(&any, 0x8b, 0x8b, 0x00, 0x01, 0, 0); /* [ebx + 256] */
	TRY(&any, 0x8b, 0x0c, 0x23);		 /* [ebx], with a SIB */
	TRY(&any, 0x8b, 0x8c, 0x26, 0xf0, 0xff, 0xff, 0xff); /* [esi - 16] */
	TRY(&any, 0x3e, 0x2e, 0x26, 0x8b, 0x0b);	     /* es: [ebx] */
	TRY(&any, 0xf3, 0x8b, 0x0b);
	TRY(&any, 0xc6, 0x03, 0x55);
	TRY(&any, 0xc7, 0x03, 1, 2, 3, 4);
	TRY(&any, 0x66, 0xc7, 0x03, 1, 2);
	TRY(&any, 0x8c, 0x1b);	     /* mov [ebx], ds */
	TRY(&any, 0x8c, 0x2b);	     /* mov [ebx], gs */
	TRY(&any, 0x0f, 0xb6, 0x0b); /* movzx */
	TRY(&any, 0x0f, 0xb7, 0x0b);
	TRY(&any, 0x66, 0x0f, 0xb6, 0x0b);
	TRY(&any, 0x0f, 0xbe, 0x0b); /* movsx */
	TRY(&any, 0x0f, 0xbf, 0x0b);
	TRY(&any, 0x66, 0x0f, 0xbe, 0x0b);
	TRY(&any, 0x0f, 0xc3, 0x0b);	 /* movnti */
	TRY(&segment, 0x65, 0x8b, 0x0b); /* gs: */
	TRY(&segment, 0x65, 0x89, 0x0b);
	TRY(&segment, 0x64, 0x8b, 0x0b); /* fs: */
	TRY(&segment, 0x65, 0xd7);
	group("mov, movzx, movsx");
}

/* mov with an absolute address cannot be the same code for both. */
static void test_absolute(void)
{
	uint32_t value = 0x12345678, eax = 0;
	uint8_t al;

	copy(window[0], contents[0], PAGE);
	*(volatile uint32_t *)window[0] = value;
	for (unsigned i = 0; i < 4; i++) {
		uint8_t bytes[] = { 0xa0 + (uint8_t)i, 0, 0, 0, 0 };

		memcpy(bytes + 1, &window[0], 4);
		generate(bytes, sizeof(bytes), false);
		machine.in = initial;
		machine.in.eax = 0x9abcdef0;
		((void (*)(void))code)();
		if (i == 0)
			al = (uint8_t)machine.out.eax;
		if (i == 1)
			eax = machine.out.eax;
		if (i == 2)
			value = *(volatile uint32_t *)window[0];
	}
	ok(al == 0x78 && eax == 0x12345678 && value == 0x123456f0 &&
	       *(volatile uint32_t *)window[0] == 0x9abcdef0,
	   "mov with an absolute address");
}

/* One of the prefixes none, 66, lock, lock 66. */
static unsigned prefix(uint8_t *bytes, unsigned which)
{
	unsigned n = 0;

	if (which & 2)
		bytes[n++] = 0xf0;
	if (which & 1)
		bytes[n++] = 0x66;
	return n;
}

/* With all prefixes that are allowed; opcodes are opcode and opcode + 1. */
static void try_prefixed(const struct form *f, bool lock, const uint8_t *rest,
			 unsigned size)
{
	uint8_t bytes[16];

	for (unsigned p = 0; p < (lock ? 4u : 2u); p++) {
		unsigned n = prefix(bytes, p);

		memcpy(bytes + n, rest, size);
		try_form(f, bytes, n + size);
	}
}

#define TRY_ALL(f, lock, ...)                                   \
	do {                                                    \
		static const uint8_t rest_[] = { __VA_ARGS__ }; \
		try_prefixed(f, lock, rest_, sizeof(rest_));    \
	} while (0)

static void test_arithmetic(void)
{
	static const struct form logic = { .undefined = AF };

	for (unsigned op = 0; op < 8; op++) {
		bool is_logic = op == 1 || op == 4 || op == 6;
		const struct form *f = is_logic ? &logic : &any;
		uint8_t first = (uint8_t)(op << 3);
		uint8_t modrm = 0x03 | first;
		bool lock = op != 7;
		uint8_t forms_of[][6] = {
			{ first, 0x0b },
			{ first + 1, 0x0b },
			{ 0x80, modrm, 0x85 },
			{ 0x83, modrm, 0x85 },
		};

		try_prefixed(f, lock, forms_of[0], 2);
		try_prefixed(f, lock, forms_of[1], 2);
		try_prefixed(f, lock, forms_of[2], 3);
		try_prefixed(f, lock, forms_of[3], 3);
		forms_of[0][0] += 2; /* add cl, [ebx] */
		forms_of[1][0] += 2;
		try_prefixed(f, false, forms_of[0], 2);
		try_prefixed(f, false, forms_of[1], 2);
		uint8_t word[] = { 0x81, modrm, 0x12, 0x34, 0x56, 0x78 };
		uint8_t half[] = { 0x66, 0x81, modrm, 0x12, 0x34 };

		try_form(f, word, sizeof(word));
		try_form(f, half, sizeof(half));
	}
	TRY_ALL(&logic, false, 0x84, 0x0b); /* test */
	TRY_ALL(&logic, false, 0x85, 0x0b);
	TRY(&logic, 0xf6, 0x03, 0x81);
	TRY(&logic, 0xf7, 0x03, 1, 2, 3, 0x84);
	TRY(&logic, 0x66, 0xf7, 0x03, 1, 0x82);
	group("add, or, adc, sbb, and, sub, xor, cmp, test");
	for (uint8_t width = 0; width < 2; width++) {
		uint8_t unary[][2] = { { 0xf6 | width, 0x13 },	 /* not */
				       { 0xf6 | width, 0x1b },	 /* neg */
				       { 0xfe | width, 0x03 },	 /* inc */
				       { 0xfe | width, 0x0b } }; /* dec */

		for (unsigned i = 0; i < 4; i++)
			try_prefixed(&any, true, unary[i], 2);
	}
	group("not, neg, inc, dec");
}

static void test_multiply_divide(void)
{
	static const struct form multiply = { .undefined = SF | ZF | AF | PF };
	static const struct form divide = { .undefined = ALL, .divide = true };

	for (uint8_t width = 0; width < 2; width++) {
		uint8_t bytes[][2] = { { 0xf6 | width, 0x23 },
				       { 0xf6 | width, 0x2b },
				       { 0xf6 | width, 0x33 },
				       { 0xf6 | width, 0x3b } };

		try_prefixed(&multiply, false, bytes[0], 2);
		try_prefixed(&multiply, false, bytes[1], 2);
		try_prefixed(&divide, false, bytes[2], 2);
		try_prefixed(&divide, false, bytes[3], 2);
	}
	TRY_ALL(&multiply, false, 0x0f, 0xaf, 0x0b);
	TRY_ALL(&multiply, false, 0x6b, 0x0b, 0x85);
	TRY(&multiply, 0x69, 0x0b, 1, 2, 3, 4);
	TRY(&multiply, 0x66, 0x69, 0x0b, 1, 2);
	group("mul, imul, div, idiv");
}

static void test_shifts(void)
{
	for (uint8_t op = 0; op < 8; op++) {
		for (uint8_t width = 0; width < 2; width++) {
			static const uint8_t counts[] = { 0, 1, 2, 7, 9, 31 };
			struct form f = {
				.undefined = op < 4 ? OF : OF | AF | CF,
			};
			uint8_t by_one[] = { 0xd0 | width, 0x03 | op << 3 };
			uint8_t by_cl[] = { 0xd2 | width, 0x03 | op << 3 };

			try_prefixed(&f, false, by_cl, 2);
			if (width)
				f.undefined &= (uint32_t)~CF;
			for (unsigned i = 0; i < sizeof(counts); i++) {
				uint8_t by[] = { 0xc0 | width, 0x03 | op << 3,
						 counts[i] };

				if (op >= 4 && counts[i] > 8)
					f.undefined |= CF;
				try_prefixed(&f, false, by, 3);
			}
			f.undefined = op < 4 ? 0 : AF;
			try_prefixed(&f, false, by_one, 2);
		}
	}
	group("rol, ror, rcl, rcr, shl, shr, sar");
	static const struct form twice = { .undefined = OF | AF };

	TRY_ALL(&twice, false, 0x0f, 0xa4, 0x0b, 5); /* shld [ebx], ecx, 5 */
	TRY_ALL(&twice, false, 0x0f, 0xac, 0x0b, 5);
	TRY(&twice, 0x0f, 0xa5, 0x0b);
	TRY(&twice, 0x0f, 0xad, 0x0b);
	group("shld, shrd");
}

static void test_bits(void)
{
	static const struct form bit = { .undefined = OF | SF | AF | PF };
	static const struct form scan = { .undefined = ALL & ~ZF };
	static const struct form offset = { .undefined = OF | SF | AF | PF,
					    .string = true,
					    .count = 0x123 };
	static const struct form back = { .undefined = OF | SF | AF | PF,
					  .string = true,
					  .count = (uint32_t)-0x123 };

	for (uint8_t op = 0xa3; op <= 0xbb; op += 8) {
		uint8_t by_register[] = { 0x0f, op, 0x0b };

		try_prefixed(&offset, op != 0xa3, by_register, 3);
		try_prefixed(&back, op != 0xa3, by_register, 3);
	}
	for (uint8_t op = 4; op < 8; op++) {
		uint8_t by_immediate[] = { 0x0f, 0xba, 0x03 | op << 3, 45 };

		try_prefixed(&bit, op != 4, by_immediate, 4);
	}
	TRY_ALL(&scan, false, 0x0f, 0xbc, 0x0b);
	TRY_ALL(&scan, false, 0x0f, 0xbd, 0x0b);
	TRY(&scan, 0xf3, 0x0f, 0xbc, 0x0b);
	TRY(&scan, 0xf3, 0x0f, 0xbd, 0x0b);
	group("bt, bts, btr, btc, bsf, bsr");
}

static void test_exchanges(void)
{
	TRY_ALL(&any, true, 0x86, 0x0b);
	TRY_ALL(&any, true, 0x87, 0x0b);
	TRY_ALL(&any, true, 0x0f, 0xc0, 0x0b); /* xadd */
	TRY_ALL(&any, true, 0x0f, 0xc1, 0x0b);
	TRY_ALL(&any, true, 0x0f, 0xb0, 0x0b); /* cmpxchg */
	TRY_ALL(&any, true, 0x0f, 0xb1, 0x0b);
	TRY(&any, 0x0f, 0xc7, 0x0b); /* cmpxchg8b */
	TRY(&any, 0xf0, 0x0f, 0xc7, 0x0b);
	static const uint8_t zeros[8];
	static const struct form equal = { .memory = zeros,
					   .memory_size = 8,
					   .divide = false };

	for (unsigned i = 0; i < 4; i++)
		TRY(&equal, 0xf0, 0x0f, 0xc7, 0x0b);
	group("xchg, xadd, cmpxchg, cmpxchg8b");
}

static void test_conditions(void)
{
	for (uint8_t condition = 0; condition < 16; condition++) {
		uint8_t set[] = { 0x0f, 0x90 | condition, 0x03 };
		uint8_t move[] = { 0x0f, 0x40 | condition, 0x0b };

		try_form(&any, set, sizeof(set));
		try_prefixed(&any, false, move, sizeof(move));
	}
	group("setcc, cmovcc");
}

static void test_stack(void)
{
	static const struct form jump = { .jump = true };

	TRY_ALL(&any, false, 0xff, 0x33); /* push [ebx] */
	TRY_ALL(&any, false, 0x8f, 0x03); /* pop [ebx] */
	TRY(&jump, 0xff, 0x13);		  /* call [ebx] */
	TRY(&jump, 0xff, 0x23);		  /* jmp [ebx] */
	group("push, pop, call, jmp");
}

/* --- Strings. --- */

static void test_strings(void)
{
	static const uint8_t opcodes[] = { 0xa4, 0xa5, 0xa6, 0xa7, 0xaa,
					   0xab, 0xac, 0xad, 0xae, 0xaf };
	static const uint32_t counts[] = { 0, 1, 3, 77, 256, 700 };

	for (unsigned i = 0; i < sizeof(opcodes); i++) {
		for (unsigned p = 0; p < 12; p++) {
			uint8_t bytes[4];
			unsigned n = 0;
			struct form f = { .string = true };

			if (p & 1)
				bytes[n++] = 0x66;
			if (p & 2)
				f.flags = DF;
			if (p >> 2)
				bytes[n++] = p >> 2 == 1 ? 0xf3 : 0xf2;
			/* REPNE MOVS, STOS and LODS are not defined. */
			if (p >> 2 == 2 && (opcodes[i] & 6) != 6)
				continue;
			bytes[n++] = opcodes[i];
			for (unsigned c = 0; c < 6; c++) {
				/* Backwards there is less room. */
				f.count = f.flags ? counts[c] / 8 : counts[c];
				try_form(&f, bytes, n);
			}
		}
	}
	group("movs, cmps, stos, lods, scas");
	/* xlat: EBX is the table, AL anything. */
	TRY(&any, 0xd7);
	group("xlat");
}

/* 4 KB are more than a slice: signals come between. */
static volatile unsigned ticks;

static void on_tick(int sig)
{
	(void)sig;
	ticks++;
}

static void test_interrupted(void)
{
	static uint8_t result[PAGE];
	unsigned bad = 0;

	signal(SIGALRM, on_tick);
	ualarm(1000, 1000);
	for (unsigned round = 0; round < 300; round++) {
		contents[0][round] ^= 0x5a;
		copy(window[0], contents[0], PAGE);
		copy(result, window[0], PAGE);
		bad += memcmp(result, contents[0], PAGE) != 0;
	}
	ualarm(0, 0);
	signal(SIGALRM, SIG_DFL);
	ok(bad == 0 && ticks > 0, "rep movs goes on after signals (%u came)",
	   ticks);
}

/* --- x87, MMX, SSE. --- */

static const struct form fpu = { .fpu = true };

static void test_x87(void)
{
	static const uint8_t bcd[10] = { 0x12, 0x34, 0x56, 0x78, 0x90,
					 0x12, 0x34, 0x56, 0x78, 0x80 };
	static const uint8_t control[2] = { 0x7f, 0x02 };
	static uint8_t environment[28], state[108];
	static const struct form decimal = { .fpu = true,
					     .memory = bcd,
					     .memory_size = 10 };
	static const struct form word = { .fpu = true,
					  .memory = control,
					  .memory_size = 2 };
	static const struct form env = { .fpu = true,
					 .memory = environment,
					 .memory_size = 28,
					 .ignore = 12,
					 .ignore_end = 28 };
	static const struct form save = { .fpu = true,
					  .memory = state,
					  .memory_size = 108,
					  .ignore = 12,
					  .ignore_end = 28 };

	__asm__ volatile("fnstenv %0\n\tfldenv %0" : "+m"(environment));
	__asm__ volatile("fnsave %0\n\tfrstor %0" : "+m"(state));
	for (uint8_t op = 0; op < 8; op++) { /* fadd ... fdivr */
		for (uint8_t first = 0xd8; first < 0xe0; first += 2) {
			uint8_t bytes[] = { first, 0x03 | op << 3 };

			try_form(&fpu, bytes, sizeof(bytes));
		}
	}
	group("fadd, fmul, fcom, fcomp, fsub, fsubr, fdiv, fdivr");
	for (uint8_t op = 0; op < 4; op++) { /* fld, fisttp, fst, fstp */
		for (uint8_t first = 0xd9; first < 0xe0; first += 2) {
			uint8_t bytes[] = { first, 0x03 | op << 3 };

			if (first == 0xd9 && op == 1)
				continue;
			try_form(&fpu, bytes, sizeof(bytes));
		}
	}
	TRY(&fpu, 0xdb, 0x2b);	   /* fld m80 */
	TRY(&fpu, 0xdb, 0x3b);	   /* fstp m80 */
	TRY(&fpu, 0xdf, 0x2b);	   /* fild m64 */
	TRY(&fpu, 0xdf, 0x3b);	   /* fistp m64 */
	TRY(&decimal, 0xdf, 0x23); /* fbld */
	TRY(&decimal, 0xdf, 0x33); /* fbstp */
	group("fld, fild, fst, fist, fisttp, fbld, fbstp");
	TRY(&word, 0xd9, 0x2b); /* fldcw */
	TRY(&word, 0xd9, 0x3b); /* fnstcw */
	TRY(&fpu, 0xdd, 0x3b);	/* fnstsw */
	TRY(&env, 0xd9, 0x23);	/* fldenv */
	TRY(&env, 0xd9, 0x33);	/* fnstenv */
	TRY(&save, 0xdd, 0x23); /* frstor */
	TRY(&save, 0xdd, 0x33); /* fnsave */
	group("fldcw, fnstcw, fnstsw, fldenv, fnstenv, frstor, fnsave");
}

static void test_mmx(void)
{
	TRY(&fpu, 0x0f, 0x6f, 0x0b); /* movq mm1, [ebx] */
	TRY(&fpu, 0x0f, 0x7f, 0x0b);
	TRY(&fpu, 0x0f, 0x6e, 0x0b); /* movd */
	TRY(&fpu, 0x0f, 0x7e, 0x0b);
	TRY(&fpu, 0x0f, 0xe7, 0x0b); /* movntq */
	for (unsigned op = 0x60; op < 0x6c; op++) {
		uint8_t bytes[] = { 0x0f, (uint8_t)op, 0x0b };

		try_form(&fpu, bytes, sizeof(bytes));
	}
	for (unsigned op = 0xd1; op < 0xff; op++) {
		uint8_t bytes[] = { 0x0f, (uint8_t)op, 0x0b };

		if (op == 0xd6 || op == 0xd7 || op == 0xe6 || op == 0xe7 ||
		    op == 0xf0 || op == 0xf7)
			continue;
		try_form(&fpu, bytes, sizeof(bytes));
	}
	TRY(&fpu, 0x0f, 0x70, 0x0b, 0x1b); /* pshufw */
	TRY(&fpu, 0x0f, 0xc4, 0x0b, 2);	   /* pinsrw */
	group("MMX");
}

/* Opcodes that are there with the prefixes none, 66, F3, F2 (bits 0 to 3). */
static const struct {
	uint8_t opcode, prefixes;
	bool immediate;
} sse[] = {
	{ 0x10, 15, false }, { 0x11, 15, false }, { 0x12, 15, false },
	{ 0x13, 3, false },  { 0x14, 3, false },  { 0x15, 3, false },
	{ 0x16, 7, false },  { 0x17, 3, false },  { 0x28, 3, false },
	{ 0x29, 3, false },  { 0x2a, 15, false }, { 0x2b, 3, false },
	{ 0x2c, 15, false }, { 0x2d, 15, false }, { 0x2e, 3, false },
	{ 0x2f, 3, false },  { 0x51, 15, false }, { 0x54, 3, false },
	{ 0x55, 3, false },  { 0x56, 3, false },  { 0x57, 3, false },
	{ 0x58, 15, false }, { 0x59, 15, false }, { 0x5a, 15, false },
	{ 0x5b, 7, false },  { 0x5c, 15, false }, { 0x5d, 15, false },
	{ 0x5e, 15, false }, { 0x5f, 15, false }, { 0x60, 2, false },
	{ 0x6c, 2, false },  { 0x6d, 2, false },  { 0x6e, 2, false },
	{ 0x6f, 6, false },  { 0x70, 14, true },  { 0x7c, 10, false },
	{ 0x7d, 10, false }, { 0x7e, 6, false },  { 0x7f, 6, false },
	{ 0xc2, 15, true },  { 0xc4, 2, true },	  { 0xc6, 3, true },
	{ 0xd0, 10, false }, { 0xd4, 2, false },  { 0xd6, 2, false },
	{ 0xe6, 14, false }, { 0xe7, 2, false },  { 0xef, 2, false },
	{ 0xf0, 8, false },  { 0xfe, 2, false },
};

static void test_sse(void)
{
	static const uint8_t prefixes[] = { 0, 0x66, 0xf3, 0xf2 };
	static const uint8_t control[4] = { 0x80, 0x3f };
	static uint8_t state[512] __attribute__((aligned(16)));
	static const struct form word = { .fpu = true,
					  .memory = control,
					  .memory_size = 4 };
	static const struct form save = { .fpu = true,
					  .memory = state,
					  .memory_size = 512,
					  .ignore = 4,
					  .ignore_end = 24 };

	for (unsigned i = 0; i < sizeof(sse) / sizeof(sse[0]); i++) {
		for (unsigned p = 0; p < 4; p++) {
			uint8_t bytes[5];
			unsigned n = 0;

			if (!(sse[i].prefixes >> p & 1))
				continue;
			if (p)
				bytes[n++] = prefixes[p];
			bytes[n++] = 0x0f;
			bytes[n++] = sse[i].opcode;
			bytes[n++] = 0x0b;
			if (sse[i].immediate)
				bytes[n++] = 1;
			try_form(&fpu, bytes, n);
		}
	}
	group("SSE, SSE2, SSE3");
	__asm__ volatile("fxsave %0" : "=m"(state));
	TRY(&word, 0x0f, 0xae, 0x13); /* ldmxcsr */
	TRY(&word, 0x0f, 0xae, 0x1b);
	TRY(&save, 0x0f, 0xae, 0x03); /* fxsave */
	TRY(&save, 0x0f, 0xae, 0x0b);
	group("ldmxcsr, stmxcsr, fxsave, fxrstor");
}

/* The FPU is another program's when the step begins. */
static void test_fpu_switch(void)
{
	int child = fork();
	unsigned bad = 0;
	double sum = 0;

	if (child == 0) {
		volatile double x = 1;

		for (;;) {
			x = x * 1.5 + 1;
			sched_yield();
		}
	}
	*(volatile uint32_t *)(window[0] + 0) = 0;
	*(volatile uint32_t *)(window[0] + 4) = 0x3ff80000; /* 1.5 */
	for (unsigned i = 1; i <= 200; i++) {
		sched_yield();
		__asm__ volatile("fldl (%1)\n\tfaddp"
				 : "+t"(sum)
				 : "r"(window[0]));
		bad += sum != 1.5 * i;
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	ok(bad == 0, "a step goes on when the FPU was another program's");
}

/* --- Errors. --- */

static sigjmp_buf back;
static volatile sig_atomic_t caught;
static void *volatile caught_address;

static void jump_back(int sig, siginfo_t *info, void *context)
{
	(void)context;
	caught = sig;
	caught_address = info->si_addr;
	siglongjmp(back, 1);
}

/* The signal that the instruction raises. */
static int signal_of(const uint8_t *bytes, unsigned n)
{
	caught = 0;
	caught_address = NULL;
	generate(bytes, n, true);
	machine.in = initial;
	machine.in.ebx = machine.in.esi = (uint32_t)window[0] + OFFSET;
	machine.in.edi = 0xc0000000;
	machine.in.ecx = 10;
	if (sigsetjmp(back, 1) == 0)
		((void (*)(void))code)();
	return caught;
}

#define SIGNAL(...)                                 \
	signal_of((const uint8_t[]){ __VA_ARGS__ }, \
		  sizeof((const uint8_t[]){ __VA_ARGS__ }))

static void test_errors(void)
{
	struct sigaction a = { .sa_sigaction = jump_back,
			       .sa_flags = SA_SIGINFO | SA_NODEFER };

	sigaction(SIGILL, &a, NULL);
	sigaction(SIGFPE, &a, NULL);
	sigaction(SIGSEGV, &a, NULL);
	copy(window[0], contents[1], PAGE);
	*(volatile uint32_t *)(window[0] + OFFSET) = 0;
	ok(SIGNAL(0xf7, 0x33) == SIGFPE, "div by a window's 0 is SIGFPE");
	/* Some processors read the selector first. */
	ok(SIGNAL(0xc5, 0x0b) == SIGILL &&
	       (uint8_t *)caught_address - (window[0] + OFFSET) <= 4,
	   "lds is SIGILL with the address");
	ok(SIGNAL(0xff, 0x1b) == SIGILL, "a far call is SIGILL");
	ok(SIGNAL(0x62, 0x0b) == SIGILL, "bound is SIGILL");
	ok(SIGNAL(0xa5) == SIGSEGV && caught_address == (void *)0xc0000000,
	   "movs to where it cannot is SIGSEGV, with that address");
	ok(SIGNAL(0x0f, 0x28, 0x4b, 0x01) == SIGSEGV,
	   "movaps that is not aligned is SIGSEGV");
	ok(SIGNAL(0x8b, 0x8b, 0xfd, 0x0d, 0, 0) == SIGSEGV,
	   "an access that crosses the page is SIGSEGV");
	ok(SIGNAL(0x0f, 0x10, 0x8b, 0xf8, 0x0d, 0, 0) == SIGSEGV,
	   "movups that crosses the page is SIGSEGV");
	ok(*(volatile uint32_t *)(window[0] + OFFSET) == 0 &&
	       *(volatile uint32_t *)(window[0] + OFFSET + 4) ==
		   *(uint32_t *)(contents[1] + OFFSET + 4),
	   "and the window is a window as before");
	/* A signalling NaN, with exceptions unmasked. */
	*(volatile uint32_t *)(window[0] + OFFSET) = 0x7fa00000;
	machine.fpu_in[0] = 0x40;
	ok(SIGNAL(0xd9, 0x03, 0x9b) == SIGFPE,
	   "fld of a signalling NaN, and fwait, are SIGFPE");
	machine.fpu_in[0] = 0x7f;
	signal(SIGILL, SIG_DFL);
	signal(SIGFPE, SIG_DFL);
	signal(SIGSEGV, SIG_DFL);
}

static unsigned free_pages(void)
{
	struct fl_sysinfo info = { 0 };

	*ARG1 = (unsigned)&info;
	fl_call(CALL_SYSINFO);
	return info.pages_free;
}

/* Steps that end well, and ones that end with a signal. */
static void test_pages(void)
{
	struct sigaction a = { .sa_sigaction = jump_back,
			       .sa_flags = SA_SIGINFO | SA_NODEFER };
	unsigned before = 0, after;

	sigaction(SIGSEGV, &a, NULL);
	for (unsigned i = 0; i < 1100; i++) {
		if (i == 100) /* what is allocated once, is */
			before = free_pages();
		SIGNAL(0x0f, 0x11, 0x0b);	/* movups [ebx], xmm1 */
		SIGNAL(0x0f, 0x10, 0x0b);	/* movups xmm1, [ebx] */
		SIGNAL(0x0f, 0x28, 0x4b, 0x01); /* movaps, not aligned */
	}
	after = free_pages();
	signal(SIGSEGV, SIG_DFL);
	ok(before != 0 && before == after,
	   "3000 steps lose no page (%u free, then %u)", before, after);
}

/* --- fork by other forms than a mov. --- */

static int status_of_child(int pid)
{
	int status = -1;

	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_fork(void)
{
	int sum = 1000, pushed, stored;

	__asm__ volatile("addl %1, %0"
			 : "+r"(sum)
			 : "m"(*CALL_FORK)
			 : "memory");
	if (sum == 1000)
		_exit(42);
	ok(sum > 1000 && status_of_child(sum - 1000) == 42,
	   "add of fork's slot adds 0 in the child");
	__asm__ volatile("pushl %1\n\tpopl %0"
			 : "=r"(pushed)
			 : "m"(*CALL_FORK)
			 : "memory");
	if (pushed == 0)
		_exit(43);
	ok(pushed > 0 && status_of_child(pushed) == 43,
	   "push of fork's slot pushes 0 in the child");
	*RESULT = 7;
	*CALL_FORK = 0;
	stored = *RESULT;
	if (stored == 0)
		_exit(44);
	ok(stored > 0 && status_of_child(stored) == 44,
	   "a store to fork's slot leaves RESULT 0 in the child");
}

/* --- The windows. --- */

static uint8_t *map_window(void)
{
	int fd = open("/dev/echo", O_RDWR);
	void *p;

	if (fd < 0) {
		printf("Bail out! /dev/echo: %s\n", strerror(errno));
		exit(1);
	}
	p = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED) {
		printf("Bail out! mmap of /dev/echo: %s\n", strerror(errno));
		exit(1);
	}
	close(fd);
	return p;
}

int main(void)
{
	code = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	for (unsigned i = 0; i < 2; i++) {
		window[i] = map_window();
		plain[i] = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	}
	__asm__ volatile("mov %%gs, %%eax\n\tmov %%eax, %%fs\n\t"
			 "movl %%gs:0, %0"
			 : "=r"(tls_base)
			 :
			 : "eax");
	__asm__ volatile("fxsave %0" : "=m"(machine.fpu_in));
	test_moves();
	test_absolute();
	test_arithmetic();
	test_multiply_divide();
	test_shifts();
	test_bits();
	test_exchanges();
	test_conditions();
	test_stack();
	test_strings();
	test_interrupted();
	test_x87();
	test_mmx();
	test_sse();
	test_fpu_switch();
	test_errors();
	test_pages();
	test_fork();
	return done();
}
