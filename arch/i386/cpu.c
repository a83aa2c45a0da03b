/* SPDX-License-Identifier: MIT */
/* Finds out what the processor can do, and switches it on. */
#include "cpu.h"
#include "lib/assert.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "machine/machine.h"

struct cpu_features cpu;

/* Feature bits of CPUID leaf 1 (Intel SDM vol. 2, "CPUID"). */
#define EDX_TSC	   (1u << 4)
#define EDX_PSE	   (1u << 3)
#define EDX_PGE	   (1u << 13)
#define EDX_FXSR   (1u << 24)
#define EDX_SSE	   (1u << 25)
#define ECX_MOVBE  (1u << 22)
#define ECX_POPCNT (1u << 23)
#define ECX_RDRAND (1u << 30)
/* Of leaf 7, but for LZCNT, which is of leaf 0x80000001. */
#define EBX_BMI1   (1u << 3)
#define EBX_SMEP   (1u << 7)
#define EBX_SMAP   (1u << 20)
#define ECX_UMIP   (1u << 2)
#define ECX_LZCNT  (1u << 5)

static void probe_brand(void)
{
	uint32_t r[4];

	cpuid(0x80000000, r);
	if (r[0] < 0x80000004) {
		strlcpy(cpu.brand, cpu.vendor, sizeof(cpu.brand));
		return;
	}
	for (uint32_t i = 0; i < 3; i++) {
		cpuid(0x80000002 + i, r);
		memcpy(cpu.brand + 16 * i, r, 16);
	}
}

/*
 * Reads leaves 7 and 0x80000001: instructions whose opcodes mean something else
 * on processors without them, and the protection bits below.
 */
static void probe_extended(uint32_t highest)
{
	uint32_t r[4];

	if (highest >= 7) {
		cpuid(7, r);
		cpu.bmi1 = r[1] & EBX_BMI1;
		cpu.smep = r[1] & EBX_SMEP;
		cpu.smap = r[1] & EBX_SMAP;
		cpu.umip = r[2] & ECX_UMIP;
	}
	cpuid(0x80000000, r);
	if (r[0] >= 0x80000001) {
		cpuid(0x80000001, r);
		cpu.lzcnt = r[2] & ECX_LZCNT;
	}
}

/*
 * STAC and CLAC surround each access to a program's memory.  Processors without
 * SMAP do not have them, so there each becomes a NOP of three bytes.
 */
static void patch_smap(void)
{
	static const uint8_t nop[3] = { 0x0f, 0x1f, 0x00 };
	extern uint8_t *const smap_places[], *const smap_places_end[];

	for (uint8_t *const *p = smap_places; p < smap_places_end; p++) {
		KASSERT((*p)[0] == 0x0f && (*p)[1] == 0x01);
		memcpy(*p, nop, sizeof(nop));
	}
}

/*
 * With SMEP the kernel can run no program's code.  With SMAP it can access
 * programs' memory only between STAC and CLAC (uaccess.asm, door.asm).  With
 * UMIP programs cannot read where the kernel's tables are.
 */
static uint32_t protection_bits(void)
{
	if (!cpu.smap)
		patch_smap();
	return (cpu.smep ? CR4_SMEP : 0) | (cpu.smap ? CR4_SMAP : 0) |
	       (cpu.umip ? CR4_UMIP : 0);
}

void cpu_probe(void)
{
	uint32_t r[4];

	cpuid(0, r);
	memcpy(cpu.vendor, &r[1], 4);
	memcpy(cpu.vendor + 4, &r[3], 4);
	memcpy(cpu.vendor + 8, &r[2], 4);
	probe_extended(r[0]);
	cpuid(1, r);
	cpu.tsc = r[3] & EDX_TSC;
	cpu.pge = r[3] & EDX_PGE;
	cpu.fxsr = r[3] & EDX_FXSR;
	cpu.sse = r[3] & EDX_SSE;
	cpu.rdrand = r[2] & ECX_RDRAND;
	cpu.popcnt = r[2] & ECX_POPCNT;
	cpu.movbe = r[2] & ECX_MOVBE;
	probe_brand();
	if (!cpu.tsc || !cpu.fxsr || !(r[3] & EDX_PSE))
		panic("this processor (%s) lacks TSC, PSE or FXSAVE; "
		      "a Pentium II or later is needed",
		      cpu.brand);

	uint32_t cr4 = read_cr4() | CR4_OSFXSR | protection_bits();

	if (cpu.sse)
		cr4 |= CR4_OSXMMEXCPT;
	if (cpu.pge)
		cr4 |= CR4_PGE;
	write_cr4(cr4);
	write_cr0((read_cr0() | CR0_WP | CR0_NE | CR0_MP | CR0_TS) & ~CR0_EM);
}

const char *arch_cpu_name(void)
{
	return cpu.brand;
}

void arch_entropy(void *to, size_t n)
{
	uint8_t *bytes = to;

	for (size_t i = 0; i < n; i++) {
		uint32_t word = (uint32_t)rdtsc();

		if (cpu.rdrand) {
			uint32_t random;

			__asm__ volatile("rdrand %0" : "=r"(random) : : "cc");
			word ^= random;
		}
		bytes[i] =
		    (uint8_t)(word ^ word >> 8 ^ word >> 16 ^ word >> 24);
	}
}
