/* SPDX-License-Identifier: MIT */
/* The processor: selectors, control registers, the trap frame. */
#ifndef ARCH_I386_CPU_H
#define ARCH_I386_CPU_H

#include "lib/types.h"

/* Selectors; the order of the descriptors is in gdt.c. */
#define KERNEL_CS  0x08
#define KERNEL_DS  0x10
#define USER_CS	   0x1b
#define USER_DS	   0x23
#define USER_TLS   0x2b
#define TSS_SEL	   0x30
#define DF_TSS_SEL 0x38

#define EFLAGS_CF   0x00000001
#define EFLAGS_FIX  0x00000002 /* always set */
#define EFLAGS_PF   0x00000004
#define EFLAGS_AF   0x00000010
#define EFLAGS_ZF   0x00000040
#define EFLAGS_SF   0x00000080
#define EFLAGS_TF   0x00000100
#define EFLAGS_IF   0x00000200
#define EFLAGS_DF   0x00000400
#define EFLAGS_OF   0x00000800
#define EFLAGS_NT   0x00004000
#define EFLAGS_RF   0x00010000
#define EFLAGS_VM   0x00020000
#define EFLAGS_AC   0x00040000
#define EFLAGS_ID   0x00200000
/* What a program may change: CF PF AF ZF SF TF DF OF AC ID. */
#define EFLAGS_USER 0x00240dd5

/* CF PF AF ZF SF OF */
#define EFLAGS_STATUS 0x000008d5

#define CR0_MP 0x00000002
#define CR0_EM 0x00000004
#define CR0_TS 0x00000008
#define CR0_NE 0x00000020
#define CR0_WP 0x00010000

#define CR4_TSD	       0x004
#define CR4_PSE	       0x010
#define CR4_PGE	       0x080
#define CR4_OSFXSR     0x200
#define CR4_OSXMMEXCPT 0x400
#define CR4_UMIP       0x800
#define CR4_SMEP       0x100000
#define CR4_SMAP       0x200000

/* Page-fault error code (Intel SDM vol. 3, "Page-Fault Exceptions"). */
#define PF_PRESENT 1
#define PF_WRITE   2
#define PF_USER	   4
#define PF_FETCH   16

enum vector {
	VECTOR_DIVIDE = 0,
	VECTOR_DEBUG = 1,
	VECTOR_NMI = 2,
	VECTOR_BREAKPOINT = 3,
	VECTOR_OVERFLOW = 4,
	VECTOR_BOUND = 5,
	VECTOR_OPCODE = 6,
	VECTOR_NO_FPU = 7,
	VECTOR_DOUBLE_FAULT = 8,
	VECTOR_TSS = 10,
	VECTOR_SEGMENT = 11,
	VECTOR_STACK = 12,
	VECTOR_PROTECTION = 13,
	VECTOR_PAGE = 14,
	VECTOR_FPU = 16,
	VECTOR_ALIGNMENT = 17,
	VECTOR_MACHINE_CHECK = 18,
	VECTOR_SIMD = 19,
	VECTOR_IRQ = 32, /* 16 lines */
	VECTOR_COUNT = 48,
};

/*
 * The registers at a trap, as entry.asm and door.asm save them, lowest address
 * first.  A trap from the kernel has no esp and ss.  That of a thread's program
 * lies at the top of its kernel stack (thread.h).
 */
struct trapframe {
	uint32_t es, ds; /* the low 16 bits; the others mean nothing */
	uint32_t edi, esi, ebp;
	uint32_t load; /* LOAD_*, or what pusha stored of esp */
	uint32_t ebx, edx, ecx, eax;
	uint32_t vector, error;
	uint32_t eip, cs, eflags, esp, ss;
};

/*
 * What trapframe->load says of a call that door.asm recognised.  LOAD_SHORT is
 * an instruction of 5 bytes that loads EAX.  A smaller value is the number of
 * the register, as in ModRM, that an instruction of 6 bytes loads.  LOAD_NONE
 * is any other trap.
 */
#define LOAD_SHORT 8
#define LOAD_NONE  UINT32_MAX

static inline bool frame_is_user(const struct trapframe *f)
{
	return (f->cs & 3) == 3;
}

static inline uint32_t read_cr2(void)
{
	uint32_t value;

	__asm__ volatile("mov %%cr2, %0" : "=r"(value));
	return value;
}

static inline uint32_t read_cr3(void)
{
	uint32_t value;

	__asm__ volatile("mov %%cr3, %0" : "=r"(value));
	return value;
}

static inline void write_cr3(uint32_t value)
{
	__asm__ volatile("mov %0, %%cr3" : : "r"(value) : "memory");
}

static inline uint32_t read_cr0(void)
{
	uint32_t value;

	__asm__ volatile("mov %%cr0, %0" : "=r"(value));
	return value;
}

static inline void write_cr0(uint32_t value)
{
	__asm__ volatile("mov %0, %%cr0" : : "r"(value) : "memory");
}

static inline uint32_t read_cr4(void)
{
	uint32_t value;

	__asm__ volatile("mov %%cr4, %0" : "=r"(value));
	return value;
}

static inline void write_cr4(uint32_t value)
{
	__asm__ volatile("mov %0, %%cr4" : : "r"(value) : "memory");
}

static inline void invlpg(uint32_t address)
{
	__asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}

static inline uint64_t rdtsc(void)
{
	uint64_t value;

	__asm__ volatile("rdtsc" : "=A"(value));
	return value;
}

static inline void cpuid(uint32_t leaf, uint32_t r[4])
{
	__asm__ volatile("cpuid"
			 : "=a"(r[0]), "=b"(r[1]), "=c"(r[2]), "=d"(r[3])
			 : "a"(leaf), "c"(0));
}

/* What cpu_probe() found. */
struct cpu_features {
	bool tsc, pge, fxsr, sse, rdrand;
	bool popcnt, movbe, bmi1, lzcnt;
	bool smep, smap, umip;
	char vendor[13];
	char brand[49];
};
extern struct cpu_features cpu;

/*
 * Fills cpu and switches on what the processor has; panics if it lacks too
 * much.
 */
void cpu_probe(void);

#endif
