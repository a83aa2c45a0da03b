/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer's entry to the decoder and the emulator: registers, then the
 * bytes of an instruction, in memory that ends where they end.
 */
#include "emulate.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

/* Memory that holds one value everywhere, and fails now and then. */
struct memory {
	uint32_t value;
	unsigned transfers;
};

static int transfer(struct memory *m, uint32_t address, uint32_t n)
{
	if (n > EMULATE_SLICE || n == 0)
		abort();
	m->value = m->value * 1664525 + address;
	return ++m->transfers % 64 == 63 ? -EFAULT : 0;
}

static int load(void *context, uint32_t address, void *to, unsigned width,
		uint32_t count)
{
	struct memory *m = context;

	memset(to, (int)(m->value >> 24), width * count);
	return transfer(m, address, width * count);
}

static int store(void *context, uint32_t address, const void *from,
		 unsigned width, uint32_t count)
{
	struct memory *m = context;

	for (uint32_t i = 0; i < width * count; i++)
		m->value += ((const uint8_t *)from)[i];
	return transfer(m, address, width * count);
}

static bool pause(void *context)
{
	struct memory *m = context;

	return m->transfers > 100;
}

static void run(const uint8_t *bytes, unsigned size, struct trapframe r,
		const struct insn_machine *machine)
{
	static const struct insn_memory memory = { load, store, pause };
	struct memory m = { r.eax, 0 };
	struct insn insn;
	int result = insn_decode(bytes, size, &r, machine, &insn);

	if (result != 0) {
		if (result != -EINVAL && result != -EFAULT)
			abort();
		if (result == -EFAULT && size >= INSN_MAX)
			abort();
		return;
	}
	if (insn.length > size || insn.operation >= INSN_OPERATIONS ||
	    insn.memory[0].access == 0 || insn.memory[0].size == 0 ||
	    insn.memory[0].size > 512)
		abort();
	result = insn_execute(&insn, &r, &memory, &m);
	if ((result == -EINVAL) != (insn.operation == INSN_STEP))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	struct insn_machine machine = { .base = { 0 } };
	struct trapframe r = { 0 };
	uint32_t words[10];
	uint8_t *bytes;

	if (size < sizeof(words))
		return 0;
	memcpy(words, input, sizeof(words));
	input += sizeof(words);
	size -= sizeof(words);
	r.eax = words[0];
	r.ecx = words[1];
	r.edx = words[2];
	r.ebx = words[3];
	r.esp = words[4];
	r.ebp = words[5];
	r.esi = words[6];
	r.edi = words[7];
	r.eflags = words[8];
	machine.base[GS] = words[9];
	machine.popcnt = machine.tzcnt = words[9] & 1;
	machine.lzcnt = machine.movbe = words[9] & 2;
	if (size > 20)
		size = 20;
	bytes = malloc(size + 1);
	memcpy(bytes + 1, input, size);
	run(bytes + 1, (unsigned)size, r, &machine);
	free(bytes);
	return 0;
}
