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
static const struct segment_bases bases = { 0x1000, 0x2000 };

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
	{ 0xd9, 0x00 },
	{ 0x0f, 0x6f, 0x00 }, /* movq mm0 */
	{ 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
	  0x66, 0x66, 0x66, 0x66 },
};

static void test_good(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		const struct expectation *e = &good[i];
		struct insn insn;
		uint32_t address = 0, value = 0;

		CHECK(insn_decode(e->bytes, 15, &registers, &bases, &insn,
				  &address, &value) == 0);
		CHECK(insn.length == e->size);
		CHECK(insn.operation == e->operation && insn.reg == e->reg);
		CHECK(insn.reg_size == e->reg_size &&
		      insn.memory_size == e->memory_size);
		CHECK(address == e->address);
		CHECK(e->operation != STORE || value == e->value);
		/* The same, cut short: never a word beyond the end. */
		for (unsigned n = 0; n < e->size; n++) {
			uint8_t *copy = malloc(n + 1);

			memcpy(copy, e->bytes, n);
			CHECK(insn_decode(copy, n, &registers, &bases, &insn,
					  &address, &value) != 0);
			free(copy);
		}
	}
}

static void test_bad(void)
{
	struct insn insn;
	uint32_t address, value;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CHECK(insn_decode(bad[i], 15, &registers, &bases, &insn,
				  &address, &value) == -EINVAL);
}

/* The destination takes its bytes, and nothing else changes. */
static void test_finish(void)
{
	struct trapframe f, before = registers;
	struct insn i = { .length = 3, .operation = LOAD, .reg = 1 };

	before.eip = 100;
	f = before;
	i.reg_size = i.memory_size = 4;
	insn_finish(&i, &f, 0xcafebabe);
	CHECK(f.ecx == 0xcafebabe && f.eip == 103 && f.eax == before.eax);
	f = before;
	i.reg_size = i.memory_size = 2;
	insn_finish(&i, &f, 0xcafebabe);
	CHECK(f.ecx == 0x2222babe);
	f = before;
	i.reg_size = i.memory_size = 1;
	insn_finish(&i, &f, 0xcafebabe);
	CHECK(f.ecx == 0x222222be);
	f = before;
	i.reg = 5; /* CH */
	insn_finish(&i, &f, 0xcafebabe);
	CHECK(f.ecx == 0x2222be22 && f.ebp == before.ebp);
	f = before;
	i = (struct insn){ 3, SIGN, 1, 4, 1 };
	insn_finish(&i, &f, 0x80);
	CHECK(f.ecx == 0xffffff80);
	f = before;
	i = (struct insn){ 3, ZERO, 1, 4, 2 };
	insn_finish(&i, &f, 0xffff8001);
	CHECK(f.ecx == 0x8001);
	f = before;
	i = (struct insn){ 3, STORE, 1, 4, 4 };
	insn_finish(&i, &f, 0xffff8001);
	CHECK(f.ecx == before.ecx && f.eip == 103);
}

/* Any bytes at all: no crash, and a length within what was given. */
static void test_random(void)
{
	uint32_t seed = 1;

	for (int n = 0; n < 500000; n++) {
		uint8_t bytes[15];
		struct insn insn;
		uint32_t address, value;
		unsigned size;

		for (unsigned i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (uint8_t)(seed >> 24);
		}
		size = seed >> 8 & 15;
		if (insn_decode(bytes, size, &registers, &bases, &insn,
				&address, &value) == 0)
			CHECK(insn.length <= size);
	}
}

int main(void)
{
	test_good();
	test_bad();
	test_finish();
	test_random();
	return check_done("decoder");
}
