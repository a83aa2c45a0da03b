/* SPDX-License-Identifier: MIT */
/*
 * Maps the sanitizer's shadow memory.  Its entries are in the boot directory,
 * which all directories that are made later copy.
 */
#include "cpu.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "paging.h"
#include "panic.h"
#include "runtime.h"
#include "shadow.h"
#include "stack.h"

#define LARGE_PAGE  SHADOW_ALIGNMENT
#define ENTRY_OF(a) ((a) >> 22)

_Static_assert(SHADOW_START == KERNEL_BASE / 8 + SHADOW_OFFSET, "variant.h");
_Static_assert(SHADOW_END == SHADOW_START + (0 - KERNEL_BASE) / 8, "variant.h");
_Static_assert(KERNEL_BASE + DIRECT_LIMIT <= SHADOW_START, "variant.h");

extern uint32_t boot_directory[1024];

/* Until there is memory for the shadow, all of it is this one page. */
static uint32_t early_table[1024] __attribute__((aligned(PAGE_SIZE)));
static uint8_t early_page[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

void shadow_early(void)
{
	for (unsigned i = 0; i < ARRAY_SIZE(early_table); i++)
		early_table[i] =
		    virt_to_phys(early_page) | PTE_PRESENT | PTE_WRITE;
	for (unsigned i = ENTRY_OF(SHADOW_START); i < ENTRY_OF(SHADOW_END); i++)
		boot_directory[i] =
		    virt_to_phys(early_table) | PTE_PRESENT | PTE_WRITE;
	write_cr3(read_cr3());
}

static uint32_t size_for_memory(uint32_t top)
{
	return (top / 8 + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1);
}

/*
 * One page more is for the stacks.  Those beyond the first 32 MB are not
 * checked.
 */
uint32_t shadow_size(uint32_t top)
{
	return size_for_memory(top) + LARGE_PAGE;
}

static void map(uint32_t address, uint32_t physical)
{
	boot_directory[ENTRY_OF(address)] =
	    physical | PTE_PRESENT | PTE_WRITE | PTE_LARGE;
}

void shadow_init(uint32_t physical, uint32_t top)
{
	uint32_t size = size_for_memory(top);

	memset(phys_to_virt(physical), 0, size + LARGE_PAGE);
	for (uint32_t at = 0; at < size; at += LARGE_PAGE)
		map(SHADOW_START + at, physical + at);
	map(SHADOW_OFFSET + STACKS_START / 8, physical + size);
	write_cr3(read_cr3());
	sanitize_stacks(STACKS_START, LARGE_PAGE * 8);
	sanitize_begin(KERNEL_BASE, top, (uint8_t *)SHADOW_OFFSET);
}

void sanitize_print_place(uint32_t return_address)
{
	uint32_t offset;
	const char *name = symbol_name(return_address - 1, &offset);

	printk("    %08x %s+0x%x\n", return_address, name, offset);
}

uint32_t sanitize_stack_top(void)
{
	uint32_t esp = (uint32_t)__builtin_frame_address(0);

	return (esp | (PAGE_SIZE - 1)) + 1;
}
