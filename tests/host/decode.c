/* SPDX-License-Identifier: MIT */
/* The instruction decoder, against what the manual says of each form. */
#include "decode.h"
#include "check.h"
#include <stdlib.h>
#include <string.h>

static const struct trapframe registers = {
	.eax = 0x11111180,
	.ecx = 0x22222222,
	.edx = 0x33333333,
	.ebx = 0x44444444,
	.esp = 0x55555555,
	.ebp = 0x66666666,
	.esi = 0x77777777,
	.edi = 0x88888888,
};
static const struct insn_machine machine = {
	.base = { [FS] = 0x1000, [GS] = 0x2000 },
	.selector = { 0x23, 0x1b, 0x23, 0x23, 0, 0x2b },
	.popcnt = true,
	.tzcnt = true,
	.lzcnt = true,
	.movbe = true,
};

struct expectation {
	uint8_t bytes[15];
	uint8_t size;
	uint8_t operation, reg, reg_size, memory_size;
	uint32_t address, value;
};

#define LOAD  INSN_LOAD
#define STORE INSN_STORE
#define ZERO  INSN_LOAD_ZERO
#define SIGN  INSN_LOAD_SIGN
#define READ  INSN_READS
#define WRITE INSN_WRITES

static const struct expectation good[] = {
	/* mov eax, [0xbf801000] */
	{ { 0xa1, 0x00, 0x10, 0x80, 0xbf }, 5, LOAD, 0, 4, 4, 0xbf801000, 0 },
	/* mov al, [0xbf801000] */
	{ { 0xa0, 0x00, 0x10, 0x80, 0xbf }, 5, LOAD, 0, 1, 1, 0xbf801000, 0 },
	/* mov [0xbf801000], eax */
	{ { 0xa3, 0x00, 0x10, 0x80, 0xbf },
	  5,
	  STORE,
	  0,
	  4,
	  4,
	  0xbf801000,
	  0x11111180 },
	/* mov [0xbf801000], al */
	{ { 0xa2, 0x00, 0x10, 0x80, 0xbf },
	  5,
	  STORE,
	  0,
	  1,
	  1,
	  0xbf801000,
	  0x80 },
	/* mov ax, [0xbf801000] */
	{ { 0x66, 0xa1, 0x00, 0x10, 0x80, 0xbf },
	  6,
	  LOAD,
	  0,
	  2,
	  2,
	  0xbf801000,
	  0 },
	/* mov eax, [0x1234], 16-bit address */
	{ { 0x67, 0xa1, 0x34, 0x12 }, 4, LOAD, 0, 4, 4, 0x1234, 0 },
	/* mov eax, gs:[4] */
	{ { 0x65, 0xa1, 4, 0, 0, 0 }, 6, LOAD, 0, 4, 4, 0x2004, 0 },
	/* mov eax, fs:[4] */
	{ { 0x64, 0xa1, 4, 0, 0, 0 }, 6, LOAD, 0, 4, 4, 0x1004, 0 },
	/* mov ecx, [edx] */
	{ { 0x8b, 0x0a }, 2, LOAD, 1, 4, 4, 0x33333333, 0 },
	/* mov cl, [edx + 4] */
	{ { 0x8a, 0x4a, 0x04 }, 3, LOAD, 1, 1, 1, 0x33333337, 0 },
	/* mov ch, [edx - 1] */
	{ { 0x8a, 0x6a, 0xff }, 3, LOAD, 5, 1, 1, 0x33333332, 0 },
	/* mov edi, [ebp] */
	{ { 0x8b, 0x7d, 0x00 }, 3, LOAD, 7, 4, 4, 0x66666666, 0 },
	/* mov ebx, [0x12345678] */
	{ { 0x8b, 0x1d, 0x78, 0x56, 0x34, 0x12 },
	  6,
	  LOAD,
	  3,
	  4,
	  4,
	  0x12345678,
	  0 },
	/* mov esi, [esp] */
	{ { 0x8b, 0x34, 0x24 }, 3, LOAD, 6, 4, 4, 0x55555555, 0 },
	/* mov eax, [ecx + edx * 4] */
	{ { 0x8b, 0x04, 0x91 },
	  3,
	  LOAD,
	  0,
	  4,
	  4,
	  0x22222222u + 0x33333333u * 4,
	  0 },
	/* mov eax, [edx * 8 + 16] */
	{ { 0x8b, 0x04, 0xd5, 16, 0, 0, 0 },
	  7,
	  LOAD,
	  0,
	  4,
	  4,
	  0x33333333u * 8 + 16,
	  0 },
	/* mov eax, [ebp + ecx * 2 + 0x100] */
	{ { 0x8b, 0x84, 0x4d, 0, 1, 0, 0 },
	  7,
	  LOAD,
	  0,
	  4,
	  4,
	  0x66666666u + 0x44444444u + 0x100,
	  0 },
	/* mov [ebx], dl; mov [ebx], dh; mov [ebx], edx; mov [ebx], dx */
	{ { 0x88, 0x13 }, 2, STORE, 2, 1, 1, 0x44444444, 0x33 },
	{ { 0x88, 0x33 }, 2, STORE, 6, 1, 1, 0x44444444, 0x33 },
	{ { 0x89, 0x13 }, 2, STORE, 2, 4, 4, 0x44444444, 0x33333333 },
	{ { 0x66, 0x89, 0x13 }, 3, STORE, 2, 2, 2, 0x44444444, 0x3333 },
	/* mov byte [ebx], 7; mov dword [ebx], -1; mov word [ebx], 0x1234 */
	{ { 0xc6, 0x03, 7 }, 3, STORE, 0, 1, 1, 0x44444444, 7 },
	{ { 0xc7, 0x03, 0xff, 0xff, 0xff, 0xff },
	  6,
	  STORE,
	  0,
	  4,
	  4,
	  0x44444444,
	  0xffffffff },
	{ { 0x66, 0xc7, 0x03, 0x34, 0x12 },
	  5,
	  STORE,
	  0,
	  2,
	  2,
	  0x44444444,
	  0x1234 },
	/* movzx ecx, byte [ebx]; movzx ecx, word [ebx]; movsx cx, byte */
	{ { 0x0f, 0xb6, 0x0b }, 3, ZERO, 1, 4, 1, 0x44444444, 0 },
	{ { 0x0f, 0xb7, 0x0b }, 3, ZERO, 1, 4, 2, 0x44444444, 0 },
	{ { 0x66, 0x0f, 0xbe, 0x0b }, 4, SIGN, 1, 2, 1, 0x44444444, 0 },
	{ { 0x0f, 0xbf, 0x0b }, 3, SIGN, 1, 4, 2, 0x44444444, 0 },
	/* 16-bit: mov eax, [bx + si], [bp + 2], [0x1234], [bx + 0x100] */
	{ { 0x67, 0x8b, 0x00 },
	  3,
	  LOAD,
	  0,
	  4,
	  4,
	  (0x44444444u + 0x77777777u) & 0xffff,
	  0 },
	{ { 0x67, 0x8b, 0x46, 0x02 }, 4, LOAD, 0, 4, 4, 0x6668, 0 },
	{ { 0x67, 0x8b, 0x06, 0x34, 0x12 }, 5, LOAD, 0, 4, 4, 0x1234, 0 },
	{ { 0x67, 0x8b, 0x87, 0x00, 0x01 }, 5, LOAD, 0, 4, 4, 0x4544, 0 },
	/* a prefix without meaning */
	{ { 0xf3, 0x8b, 0x0a }, 3, LOAD, 1, 4, 4, 0x33333333, 0 },
	{ { 0x3e, 0x8b, 0x0a }, 3, LOAD, 1, 4, 4, 0x33333333, 0 },
};

static const uint8_t bad[][15] = {
	{ 0xf0, 0x8b, 0x0a }, /* lock mov */
	{ 0x8b, 0xc1 },	      /* no memory */
	{ 0xc7, 0x4b, 0 },    /* C7 /1 */
	{ 0x90 },
	{ 0x0f, 0x0b },
	{ 0xf0, 0x03, 0x0a },	    /* lock add ecx, [edx] */
	{ 0xf0, 0x39, 0x0a },	    /* lock cmp */
	{ 0xf0, 0xa5 },		    /* lock movs */
	{ 0x62, 0x0a },		    /* bound */
	{ 0x6d },		    /* ins */
	{ 0xc5, 0x0a },		    /* lds */
	{ 0xff, 0x1a },		    /* call far */
	{ 0x8e, 0x1a },		    /* mov ds, [edx] */
	{ 0x8d, 0x0a },		    /* lea */
	{ 0xd9, 0x08 },		    /* D9 /1 */
	{ 0x66, 0x0f, 0xc3, 0x0a }, /* movnti of 16 bits */
	{ 0xf0, 0x0f, 0x6f, 0x00 }, /* lock movq */
	{ 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
	  0x66, 0x66, 0x66, 0x66 },
};

/* What an INSN_STORE stores. */
static uint32_t stored(const struct insn *insn)
{
	uint32_t mask = 0xffffffff >> (32 - 8 * insn->size);

	return insn->right == INSN_IMMEDIATE
		   ? insn->immediate & mask
		   : insn_register(&registers, insn->reg, insn->size);
}

static void test_good(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		const struct expectation *e = &good[i];
		struct insn insn;
		const struct insn_operand *m = &insn.memory[0];

		CHECK(insn_decode(e->bytes, 15, &registers, &machine, &insn) ==
		      0);
		CHECK(insn.length == e->size);
		CHECK(insn.operation == e->operation && insn.reg == e->reg);
		CHECK(insn.size == e->reg_size && m->size == e->memory_size);
		CHECK(m->access ==
		      (e->operation == STORE ? INSN_WRITES : INSN_READS));
		CHECK(m->address == e->address && insn.memory[1].access == 0);
		CHECK(e->operation != STORE || stored(&insn) == e->value);
		/* The same, cut short: never a word beyond the end. */
		for (unsigned n = 0; n < e->size; n++) {
			uint8_t *copy = malloc(n + 1);

			memcpy(copy, e->bytes, n);
			CHECK(insn_decode(copy, n, &registers, &machine,
					  &insn) == -EFAULT);
			free(copy);
		}
	}
}

static void test_bad(void)
{
	struct insn insn;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CHECK(insn_decode(bad[i], 15, &registers, &machine, &insn) ==
		      -EINVAL);
}

/* Where each operand lies, how large it is, and what is done to it. */
static const struct {
	const char *name;
	uint8_t bytes[15];
	uint8_t size, operation, width;
	struct insn_operand memory[2];
} operands[] = {
	{ "add [edx], ecx",
	  { 0x01, 0x0a },
	  2,
	  INSN_ADD,
	  4,
	  { { 0x33333333, 4, READ | WRITE } } },
	{ "add ecx, [edx]",
	  { 0x03, 0x0a },
	  2,
	  INSN_ADD,
	  4,
	  { { 0x33333333, 4, READ } } },
	{ "lock xor word [edx], -1",
	  { 0xf0, 0x66, 0x83, 0x32, 0xff },
	  5,
	  INSN_XOR,
	  2,
	  { { 0x33333333, 2, READ | WRITE } } },
	{ "cmp byte [edx], 1",
	  { 0x80, 0x3a, 1 },
	  3,
	  INSN_CMP,
	  1,
	  { { 0x33333333, 1, READ } } },
	{ "test dword [edx], 1",
	  { 0xf7, 0x02, 1, 0, 0, 0 },
	  6,
	  INSN_TEST,
	  4,
	  { { 0x33333333, 4, READ } } },
	{ "not byte [edx]",
	  { 0xf6, 0x12 },
	  2,
	  INSN_NOT,
	  1,
	  { { 0x33333333, 1, READ | WRITE } } },
	{ "push [edx]",
	  { 0xff, 0x32 },
	  2,
	  INSN_PUSH,
	  4,
	  { { 0x33333333, 4, READ }, { 0x55555551, 4, WRITE } } },
	{ "pop [esp + 4]: esp has moved already",
	  { 0x8f, 0x44, 0x24, 4 },
	  4,
	  INSN_POP,
	  4,
	  { { 0x5555555d, 4, WRITE }, { 0x55555555, 4, READ } } },
	{ "call [edx]",
	  { 0xff, 0x12 },
	  2,
	  INSN_CALL,
	  4,
	  { { 0x33333333, 4, READ }, { 0x55555551, 4, WRITE } } },
	{ "rep movsd",
	  { 0xf3, 0xa5 },
	  2,
	  INSN_MOVS,
	  4,
	  { { 0x77777777, 4, READ }, { 0x88888888, 4, WRITE } } },
	{ "gs movsb",
	  { 0x65, 0xa4 },
	  2,
	  INSN_MOVS,
	  1,
	  { { 0x77779777, 1, READ }, { 0x88888888, 1, WRITE } } },
	{ "repne cmpsw",
	  { 0xf2, 0x66, 0xa7 },
	  3,
	  INSN_CMPS,
	  2,
	  { { 0x77777777, 2, READ }, { 0x88888888, 2, READ } } },
	{ "stosb, 16-bit address",
	  { 0x67, 0xaa },
	  2,
	  INSN_STOS,
	  1,
	  { { 0x8888, 1, WRITE } } },
	{ "bts [edx], ecx: the bit offset reaches outside",
	  { 0x0f, 0xab, 0x0a },
	  3,
	  INSN_BTS,
	  4,
	  { { 0x33333333 + (0x22222222 >> 5) * 4, 4, READ | WRITE } } },
	{ "bt word [edx], di: backwards",
	  { 0x66, 0x0f, 0xa3, 0x3a },
	  4,
	  INSN_BT,
	  2,
	  { { 0x33333333 - 0xef0, 2, READ } } },
	{ "bt dword [edx], 33: an immediate does not",
	  { 0x0f, 0xba, 0x22, 33 },
	  4,
	  INSN_BT,
	  4,
	  { { 0x33333333, 4, READ } } },
	{ "lock cmpxchg8b [edx]",
	  { 0xf0, 0x0f, 0xc7, 0x0a },
	  4,
	  INSN_CMPXCHG8B,
	  8,
	  { { 0x33333333, 8, READ | WRITE } } },
	{ "xlat", { 0xd7 }, 1, LOAD, 1, { { 0x444444c4, 1, READ } } },
	{ "mov [edx], gs",
	  { 0x8c, 0x2a },
	  2,
	  STORE,
	  2,
	  { { 0x33333333, 2, WRITE } } },
	{ "tzcnt ecx, [edx]",
	  { 0xf3, 0x0f, 0xbc, 0x0a },
	  4,
	  INSN_TZCNT,
	  4,
	  { { 0x33333333, 4, READ } } },
	{ "movups [edx], xmm1",
	  { 0x0f, 0x11, 0x0a },
	  3,
	  INSN_STEP,
	  0,
	  { { 0x33333333, 16, WRITE } } },
	{ "fnsave [edx], 16-bit",
	  { 0x66, 0xdd, 0x32 },
	  3,
	  INSN_STEP,
	  0,
	  { { 0x33333333, 94, WRITE } } },
};

static void test_operands(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(operands); i++) {
		struct insn insn;
		int bad = check_failed;

		CHECK(insn_decode(operands[i].bytes, 15, &registers, &machine,
				  &insn) == 0);
		CHECK(insn.length == operands[i].size);
		CHECK(insn.operation == operands[i].operation);
		CHECK(insn.size == operands[i].width);
		for (unsigned n = 0; n < 2; n++) {
			const struct insn_operand *m = &insn.memory[n],
						  *e = &operands[i].memory[n];

			CHECK(m->address == e->address);
			CHECK(m->size == e->size);
			CHECK(m->access == e->access);
		}
		if (check_failed != bad)
			printf("# %s\n", operands[i].name);
	}
}

/* Any bytes at all: no crash, and a length within what was given. */
static void test_random(void)
{
	uint32_t seed = 1;

	for (int n = 0; n < 500000; n++) {
		uint8_t bytes[15];
		struct insn insn;
		unsigned size;

		for (unsigned i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (uint8_t)(seed >> 24);
		}
		size = seed >> 8 & 15;
		if (insn_decode(bytes, size, &registers, &machine, &insn) == 0)
			CHECK(insn.length <= size);
	}
}

int main(void)
{
	test_good();
	test_bad();
	test_operands();
	test_random();
	return check_done("decoder");
}
