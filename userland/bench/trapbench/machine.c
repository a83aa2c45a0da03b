/* SPDX-License-Identifier: MIT */
/* The processor: what it is, how fast it counts, its traps and page tables. */
#include "trapbench.h"
#include "io.h"
#include "lib/string.h"

/* As layout.inc. */
#define KERNEL_CS    0x08
#define USER_CS	     0x1b
#define GATE_ENTRY   6
#define EXCEPTIONS   32
#define VECTOR_FAULT 14
#define VECTOR_CALL  0x80
#define VECTOR_LEAVE 0x81
#define WITH_TABLE   0xbf800000u

#define PTE_PRESENT 1u
#define PTE_WRITE   2u
#define PTE_USER    4u

#define MSR_SYSENTER 0x174 /* CS; then ESP, EIP */
#define MSR_EFER     0xc0000080
#define EFER_SYSCALL 1u
#define MSR_STAR     0xc0000081

#define GATE_INTERRUPT 0x8e00u
#define GATE_CALL      0x8c00u
#define GATE_RING_3    0x6000u

/* Entries of the page table behind WITH_TABLE. */
enum { PAGE_ABSENT, PAGE_SUPERVISOR, PAGE_READ_ONLY, PAGE_MAPPED };

typedef void handler(void);
handler fault_empty, fault_dispatch, int_empty, int_dispatch, sysenter_empty,
    sysenter_dispatch, syscall_empty, syscall_dispatch, gate_empty,
    gate_dispatch, loop_leave;
extern handler *const exceptions[EXCEPTIONS];
extern uint64_t gdt[], idt[];
extern uint8_t trap_stack_top[];
void paging_on(const void *directory);

static handler *const handlers[WAYS][2] = {
	[WAY_FAULT] = { fault_empty, fault_dispatch },
	[WAY_INT] = { int_empty, int_dispatch },
	[WAY_SYSENTER] = { sysenter_empty, sysenter_dispatch },
	[WAY_SYSCALL] = { syscall_empty, syscall_dispatch },
	[WAY_GATE] = { gate_empty, gate_dispatch },
};

static uint32_t directory[1024] __attribute__((aligned(PAGE_SIZE)));
static uint32_t low[1024] __attribute__((aligned(PAGE_SIZE)));
static uint32_t table[1024] __attribute__((aligned(PAGE_SIZE)));
static uint8_t page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

struct cpuid {
	uint32_t a, b, c, d;
};

static struct cpuid cpuid(uint32_t leaf)
{
	struct cpuid r;

	__asm__ volatile("cpuid"
			 : "=a"(r.a), "=b"(r.b), "=c"(r.c), "=d"(r.d)
			 : "a"(leaf), "c"(0));
	return r;
}

/* CPUID is there if bit 21 of the flags can be changed. */
static bool has_cpuid(void)
{
	uint32_t before, after;

	__asm__ volatile("pushfl; pushfl; xorl $0x200000, (%%esp); popfl;"
			 "pushfl; popl %1; movl (%%esp), %0; popfl"
			 : "=&r"(before), "=&r"(after));
	return (before ^ after) & 0x200000;
}

static void wrmsr(uint32_t msr, uint32_t low, uint32_t high)
{
	__asm__ volatile("wrmsr" : : "c"(msr), "a"(low), "d"(high));
}

static uint64_t rdtsc(void)
{
	uint64_t stamp;

	__asm__ volatile("rdtsc" : "=A"(stamp));
	return stamp;
}

static void identify(struct machine *m)
{
	struct cpuid r = cpuid(0);
	uint32_t highest = cpuid(0x80000000).a;

	memcpy(m->vendor, (uint32_t[]){ r.b, r.d, r.c }, 12);
	r = cpuid(1);
	m->has_tsc = r.d >> 4 & 1;
	m->has_sysenter = r.d >> 11 & 1;
	if (r.c >> 31) {
		r = cpuid(0x40000000);
		memcpy(m->hypervisor, (uint32_t[]){ r.b, r.c, r.d }, 12);
	}
	if (highest < 0x80000001 || highest >= 0x80010000)
		return;
	m->has_syscall = cpuid(0x80000001).d >> 11 & 1;
	for (uint32_t i = 0; highest >= 0x80000004 && i < 3; i++) {
		r = cpuid(0x80000002 + i);
		memcpy(m->brand + i * sizeof(r), &r, sizeof(r));
	}
}

/*
 * The time-stamp counter's rate, by the PIT's channel 2 counting once through
 * 23864 ticks of 1193182 Hz, 20 ms.  Whatever comes between makes a try
 * longer, never shorter: the shortest of five is right.
 */
static uint32_t measure_khz(void)
{
	const uint32_t ticks = 23864;
	uint64_t shortest = UINT32_MAX;

	for (unsigned i = 0; i < 5; i++) {
		uint8_t gate = inb(0x61) & 0xfc; /* no sound */
		uint64_t start;

		outb(0x61, gate);
		outb(0x43, 0xb0); /* channel 2, mode 0 */
		outb(0x42, ticks & 0xff);
		outb(0x42, ticks >> 8);
		start = rdtsc();
		outb(0x61, gate | 1);
		while (!(inb(0x61) & 0x20))
			;
		shortest = MIN(shortest, rdtsc() - start);
	}
	return (uint32_t)(shortest * 1193182 / ticks / 1000);
}

static uint64_t gate(handler *h, uint32_t type)
{
	uint32_t address = (uint32_t)h;

	return (uint64_t)((address & 0xffff0000) | type) << 32 |
	       KERNEL_CS << 16 | (address & 0xffff);
}

static void map(void)
{
	const uint32_t all = PTE_PRESENT | PTE_WRITE | PTE_USER;
	uint32_t there = (uint32_t)page;

	for (uint32_t i = 0; i < ARRAY_SIZE(low); i++)
		low[i] = i * PAGE_SIZE | all;
	table[PAGE_SUPERVISOR] = there | PTE_PRESENT | PTE_WRITE;
	table[PAGE_READ_ONLY] = there | PTE_PRESENT | PTE_USER;
	table[PAGE_MAPPED] = there | all;
	directory[0] = (uint32_t)low | all;
	directory[WITH_TABLE >> 22] = (uint32_t)table | all;
	paging_on(directory);
}

void machine_init(struct machine *m)
{
	if (has_cpuid())
		identify(m);
	for (unsigned i = 0; i < EXCEPTIONS; i++)
		idt[i] = gate(exceptions[i], GATE_INTERRUPT);
	idt[VECTOR_LEAVE] = gate(loop_leave, GATE_INTERRUPT | GATE_RING_3);
	map();
	if (!m->has_tsc)
		return;
	m->khz = measure_khz();
	if (m->has_sysenter) {
		wrmsr(MSR_SYSENTER, KERNEL_CS, 0);
		wrmsr(MSR_SYSENTER + 1, (uint32_t)trap_stack_top, 0);
	}
	if (m->has_syscall)
		wrmsr(MSR_EFER, EFER_SYSCALL, 0);
}

const char *machine_kind(const struct machine *m)
{
	static const char *const emulators[] = { "TCGTCGTCGTCG" };

	if (m->hypervisor[0] == '\0')
		return "real (or an emulator that does not say so)";
	for (unsigned i = 0; i < ARRAY_SIZE(emulators); i++)
		if (strcmp(m->hypervisor, emulators[i]) == 0)
			return "emulated";
	return "virtual";
}

bool way_exists(const struct machine *m, enum way way)
{
	if (way == WAY_SYSENTER)
		return m->has_sysenter;
	/* In protected mode only AMD has it; others clear the bit there. */
	if (way == WAY_SYSCALL)
		return m->has_syscall;
	return true;
}

void way_set(enum way way, bool dispatch)
{
	handler *h = handlers[way][dispatch];

	switch (way) {
	case WAY_FAULT:
		idt[VECTOR_FAULT] = gate(h, GATE_INTERRUPT);
		break;
	case WAY_INT:
		idt[VECTOR_CALL] = gate(h, GATE_INTERRUPT | GATE_RING_3);
		break;
	case WAY_SYSENTER:
		wrmsr(MSR_SYSENTER + 2, (uint32_t)h, 0);
		break;
	case WAY_SYSCALL:
		/* SYSRET's selectors in the upper half, SYSCALL's below. */
		wrmsr(MSR_STAR, (uint32_t)h, USER_CS << 16 | KERNEL_CS);
		break;
	case WAY_GATE:
		gdt[GATE_ENTRY] = gate(h, GATE_CALL | GATE_RING_3);
		break;
	case WAY_NONE:
	case WAYS:
		break;
	}
}
