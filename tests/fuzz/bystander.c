/* SPDX-License-Identifier: MIT */
/* A process that has nothing to do with it: its state must stay as it is. */
#include "fuzz.h"
#include <string.h>
#include <unistd.h>

#define WORDS 65536

static uint32_t memory[WORDS];

static uint32_t word(uint32_t i)
{
	return i * 2654435761u ^ 0x5bd1e995;
}

/* What a check found changed: the status that the bystander ends with. */
enum { FINE, GENERAL, X87, SSE, MEMORY, IDENTITY };

/* Spins with known values in all registers. */
static int check_registers(void)
{
	static const uint32_t pattern[4] = { 0x01234567, 0x89abcdef, 0xfedcba98,
					     0x76543210 };
	static uint32_t now[4];
	int general, x87;

	__asm__ volatile("push %%ebp\n\t"
			 "movups %3, %%xmm6\n\t"
			 "fld1\n\t"
			 "fldpi\n\t"
			 "mov $0x11111111, %%eax\n\t"
			 "mov $0x22222222, %%ebx\n\t"
			 "mov $0x33333333, %%edx\n\t"
			 "mov $0x44444444, %%esi\n\t"
			 "mov $0x55555555, %%edi\n\t"
			 "mov $0x66666666, %%ebp\n\t"
			 "mov $20000, %%ecx\n"
			 "1:\n\t"
			 "cmp $0x11111111, %%eax\n\t"
			 "jne 2f\n\t"
			 "cmp $0x22222222, %%ebx\n\t"
			 "jne 2f\n\t"
			 "cmp $0x33333333, %%edx\n\t"
			 "jne 2f\n\t"
			 "cmp $0x44444444, %%esi\n\t"
			 "jne 2f\n\t"
			 "cmp $0x55555555, %%edi\n\t"
			 "jne 2f\n\t"
			 "cmp $0x66666666, %%ebp\n\t"
			 "jne 2f\n\t"
			 "dec %%ecx\n\t"
			 "jnz 1b\n"
			 "2:\n\t"
			 "pop %%ebp\n\t"
			 "movups %%xmm6, %0\n\t"
			 "fldpi\n\t"
			 "fcomip %%st(1), %%st\n\t"
			 "fstp %%st\n\t"
			 "setne %%al\n\t"
			 "fld1\n\t"
			 "fcomip %%st(1), %%st\n\t"
			 "fstp %%st\n\t"
			 "setne %%dl\n\t"
			 "or %%dl, %%al\n\t"
			 "movzbl %%al, %%eax"
			 : "=m"(now), "=c"(general), "=a"(x87)
			 : "m"(pattern)
			 : "ebx", "edx", "esi", "edi", "cc");
	if (general)
		return GENERAL;
	if (x87)
		return X87;
	return memcmp(now, pattern, sizeof(now)) ? SSE : FINE;
}

static int check_memory(void)
{
	for (uint32_t i = 0; i < WORDS; i++)
		if (memory[i] != word(i))
			return 1;
	return 0;
}

int bystander(volatile uint64_t *checks)
{
	uint32_t pid = (uint32_t)getpid(), uid = getuid();

	for (uint32_t i = 0; i < WORDS; i++)
		memory[i] = word(i);
	for (;;) {
		for (int i = 0; i < 20; i++) {
			int wrong = check_registers();

			if (wrong)
				return wrong;
		}
		if (check_memory())
			return MEMORY;
		if ((uint32_t)getpid() != pid || getuid() != uid)
			return IDENTITY;
		++*checks;
		usleep(60000);
	}
}
