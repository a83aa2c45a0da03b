/* SPDX-License-Identifier: MIT */
/*
 * Descriptor tables: flat segments, a segment for thread-local storage, and two
 * tasks.  One is always running; the other is for double faults.
 */
#include "cpu.h"
#include "gdt.h"
#include "lib/string.h"
#include "paging.h"

/* Intel SDM vol. 3, "Segment Descriptors". */
struct descriptor {
	uint16_t limit_low;
	uint16_t base_low;
	uint8_t base_middle;
	uint8_t access;
	uint8_t limit_high_flags;
	uint8_t base_high;
} __attribute__((packed));

/* Intel SDM vol. 3, "IDT Descriptors". */
struct gate {
	uint16_t offset_low;
	uint16_t selector;
	uint8_t zero;
	uint8_t type;
	uint16_t offset_high;
} __attribute__((packed));

struct table_pointer {
	uint16_t limit;
	uint32_t base;
} __attribute__((packed));

_Static_assert(sizeof(struct tss) == 104, "TSS");
_Static_assert(sizeof(struct descriptor) == 8, "descriptor");

#define ACCESS_CODE0 0x9a
#define ACCESS_DATA0 0x92
#define ACCESS_CODE3 0xfa
#define ACCESS_DATA3 0xf2
#define ACCESS_TSS   0x89

#define GATE_INTERRUPT 0x8e
#define GATE_TASK      0x85
#define GATE_USER      0x60

static struct descriptor gdt[8];
static struct gate idt[256];
static struct tss tss, double_fault_tss;
static uint8_t double_fault_stack[4096] __attribute__((aligned(16)));

extern uint32_t trap_stubs[VECTOR_COUNT];
extern uint32_t boot_directory[1024];
void double_fault(void);

static void set_segment(unsigned selector, uint32_t base, uint32_t limit,
			uint8_t access, uint8_t flags)
{
	gdt[selector >> 3] = (struct descriptor){
		.limit_low = (uint16_t)limit,
		.base_low = (uint16_t)base,
		.base_middle = (uint8_t)(base >> 16),
		.access = access,
		.limit_high_flags = (uint8_t)(flags << 4 | limit >> 16),
		.base_high = (uint8_t)(base >> 24),
	};
}

void gdt_set_tls(uint32_t base)
{
	struct descriptor *d = &gdt[USER_TLS >> 3];

	d->base_low = (uint16_t)base;
	d->base_middle = (uint8_t)(base >> 16);
	d->base_high = (uint8_t)(base >> 24);
}

void gdt_set_kernel_stack(uint32_t top)
{
	tss.esp0 = top;
}

const struct tss *gdt_faulting(void)
{
	return &tss;
}

void gdt_init(void)
{
	struct table_pointer pointer = { sizeof(gdt) - 1, (uint32_t)gdt };

	set_segment(KERNEL_CS, 0, 0xfffff, ACCESS_CODE0, 0xc);
	set_segment(KERNEL_DS, 0, 0xfffff, ACCESS_DATA0, 0xc);
	set_segment(USER_CS, 0, 0xfffff, ACCESS_CODE3, 0xc);
	set_segment(USER_DS, 0, 0xfffff, ACCESS_DATA3, 0xc);
	set_segment(USER_TLS, 0, 0xfffff, ACCESS_DATA3, 0xc);
	set_segment(TSS_SEL, (uint32_t)&tss, sizeof(tss) - 1, ACCESS_TSS, 0);
	set_segment(DF_TSS_SEL, (uint32_t)&double_fault_tss,
		    sizeof(double_fault_tss) - 1, ACCESS_TSS, 0);

	tss.ss0 = KERNEL_DS;
	tss.io_map = sizeof(tss); /* no ports for programs */
	double_fault_tss = (struct tss){
		.cr3 = virt_to_phys(boot_directory),
		.eip = (uint32_t)double_fault,
		.eflags = EFLAGS_FIX,
		.esp =
		    (uint32_t)double_fault_stack + sizeof(double_fault_stack),
		.cs = KERNEL_CS,
		.ss = KERNEL_DS,
		.ds = KERNEL_DS,
		.es = KERNEL_DS,
		.io_map = sizeof(tss),
	};

	__asm__ volatile("lgdt %0\n\t"
			 "ljmp %1, $1f\n"
			 "1:\tmov %w2, %%ss\n\t"
			 "mov %w3, %%ds\n\t"
			 "mov %w3, %%es\n\t"
			 "mov %w4, %%fs\n\t"
			 "mov %w4, %%gs\n\t"
			 "ltr %w5"
			 :
			 : "m"(pointer), "i"(KERNEL_CS), "r"(KERNEL_DS),
			   "r"(USER_DS), "r"(0), "r"(TSS_SEL)
			 : "memory");
}

static void set_gate(unsigned vector, uint32_t offset, uint16_t selector,
		     uint8_t type)
{
	idt[vector] = (struct gate){
		.offset_low = (uint16_t)offset,
		.selector = selector,
		.type = type,
		.offset_high = (uint16_t)(offset >> 16),
	};
}

void idt_init(void)
{
	struct table_pointer pointer = { sizeof(idt) - 1, (uint32_t)idt };

	for (unsigned v = 0; v < VECTOR_COUNT; v++)
		set_gate(v, trap_stubs[v], KERNEL_CS, GATE_INTERRUPT);
	/* Programs may use int3 and into, which only raise SIGTRAP and
	 * SIGSEGV.  All other gates are closed to them. */
	set_gate(VECTOR_BREAKPOINT, trap_stubs[VECTOR_BREAKPOINT], KERNEL_CS,
		 GATE_INTERRUPT | GATE_USER);
	set_gate(VECTOR_OVERFLOW, trap_stubs[VECTOR_OVERFLOW], KERNEL_CS,
		 GATE_INTERRUPT | GATE_USER);
	set_gate(VECTOR_DOUBLE_FAULT, 0, DF_TSS_SEL, GATE_TASK);
	__asm__ volatile("lidt %0" : : "m"(pointer));
}
