/* SPDX-License-Identifier: MIT */
/*
 * What a walk of page tables costs: with entries of 32 bits, two levels, and
 * with PAE, three levels and an execute-disable bit.  A multiboot image of its
 * own that prints on the serial line and ends QEMU.
 */
#include <stdint.h>

#define PAGES  1024u
#define REGION 0x400000u /* physical memory that is touched, 4 MB */
#define ROUNDS 50u

#define CR0_PG	0x80000000u
#define CR4_PAE 0x20u
#define PRESENT 3u /* and writable */

static uint32_t directory[1024] __attribute__((aligned(4096)));
static uint32_t tables[3][1024] __attribute__((aligned(4096)));
static uint64_t pointers[4] __attribute__((aligned(32)));
static uint64_t pae_directory[512] __attribute__((aligned(4096)));
static uint64_t pae_tables[6][512] __attribute__((aligned(4096)));

static inline void out(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t in(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static void put(const char *s)
{
	for (; *s; s++) {
		while (!(in(0x3fd) & 0x20))
			;
		out(0x3f8, (uint8_t)*s);
	}
}

static void put_number(uint32_t n)
{
	char digits[12], *p = digits + 11;

	*p = '\0';
	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	put(p);
}

static inline uint32_t cycles(void)
{
	uint32_t low;

	__asm__ volatile("rdtsc" : "=a"(low) : : "edx");
	return low;
}

/* Paging is off in between: the two forms do not mix. */
static void use(uint32_t cr3, uint32_t cr4)
{
	uint32_t cr0;

	__asm__ volatile("mov %%cr0, %0" : "=r"(cr0));
	__asm__ volatile("mov %0, %%cr0" : : "r"(cr0 & ~CR0_PG));
	__asm__ volatile("mov %0, %%cr4" : : "r"(cr4));
	__asm__ volatile("mov %0, %%cr3" : : "r"(cr3));
	__asm__ volatile("mov %0, %%cr0" : : "r"(cr0 | CR0_PG) : "memory");
}

/* The cycles that it takes to read a byte of each page. */
static uint32_t touch(void)
{
	uint32_t start = cycles();

	for (uint32_t i = 0; i < PAGES; i++)
		(void)*(volatile uint8_t *)(REGION + i * 4096);
	return cycles() - start;
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Cycles of a walk: the first reading after a flush, without a second one. */
static uint32_t walk(uint32_t cr3)
{
	uint32_t cold = UINT32_MAX, warm = UINT32_MAX;

	for (uint32_t i = 0; i < ROUNDS; i++) {
		__asm__ volatile("mov %0, %%cr3" : : "r"(cr3) : "memory");
		cold = least(cold, touch());
		warm = least(warm, touch());
	}
	return (cold - warm) / PAGES;
}

static void make_tables(void)
{
	for (uint32_t i = 0; i < 3 * 1024; i++)
		tables[i / 1024][i % 1024] = i << 12 | PRESENT;
	for (uint32_t i = 0; i < 3; i++)
		directory[i] = (uint32_t)tables[i] | PRESENT;
	for (uint32_t i = 0; i < 6 * 512; i++)
		pae_tables[i / 512][i % 512] = i << 12 | PRESENT;
	for (uint32_t i = 0; i < 6; i++)
		pae_directory[i] = (uint32_t)pae_tables[i] | PRESENT;
	pointers[0] = (uint32_t)pae_directory | 1;
}

void measure_paging(void);
void measure_paging(void)
{
	make_tables();
	use((uint32_t)directory, 0);
	put("walk of two levels, cycles\t");
	put_number(walk((uint32_t)directory));
	use((uint32_t)pointers, CR4_PAE);
	put("\nwalk of three levels (PAE), cycles\t");
	put_number(walk((uint32_t)pointers));
	put("\nbytes of page tables for 4 MB\t4096\n"
	    "bytes of page tables for 4 MB (PAE)\t8192\n"
	    "bytes of directories of a process\t4096\n"
	    "bytes of directories of a process (PAE)\t16416\n");
	out(0xf4, 0);
}
