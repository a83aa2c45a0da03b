/* SPDX-License-Identifier: MIT */
/* Kernel stacks, a pool of which is kept for the next threads. */
#include "cpu.h"
#include "lib/assert.h"
#include "mm/frame.h"
#include "paging.h"
#include "proc/thread.h"
#include "sanitize.h"
#include "stack.h"

#define STACKS_MAX  ((STACKS_END - STACKS_START) / STACK_STRIDE)
#define POOL_LIMIT  32
#define TABLE_BYTES 0x400000u /* mapped by one page table */

/* There can be a stack for each so many pages of memory: threads use more. */
#define PAGES_PER_STACK 4u

/* One stack in so many is for root alone. */
#define ROOT_PART 16u

_Static_assert(STACKS_START % TABLE_BYTES == 0 && STACKS_END % TABLE_BYTES == 0,
	       "stacks_init()");
_Static_assert(STACKS_START >= KERNEL_BASE + DIRECT_LIMIT, "the direct map");

static uint32_t used[(STACKS_MAX + 31) / 32]; /* bit n: stack n is in use */
static uint32_t stacks, first_free;	      /* no stack below first_free is */
static uint32_t in_use;			      /* with those in the pool */

/* Stacks of threads that ended, linked through their first word. */
static void *pool;
static unsigned pool_count;

extern uint32_t boot_directory[1024];

/*
 * All directories share the page tables for stacks.  So all of those that may
 * ever be needed are made here, before there is a second directory.
 */
void stacks_init(void)
{
	uint32_t end;

	stacks = MIN(frame_statistics().total / PAGES_PER_STACK, STACKS_MAX);
	end = STACKS_START + stacks * STACK_STRIDE;
	for (uint32_t at = STACKS_START; at < end; at += TABLE_BYTES) {
		struct frame *f = frame_alloc(0);

		if (!f)
			panic("no memory for the page tables of stacks");
		boot_directory[at >> 22] =
		    frame_number(f) << PAGE_SHIFT | PTE_PRESENT | PTE_WRITE;
	}
}

static uint32_t *entry_of(uint32_t address)
{
	uint32_t *table =
	    phys_to_virt(boot_directory[address >> 22] & PTE_FRAME);

	KASSERT(address >= STACKS_START && address < STACKS_END);
	return &table[address >> PAGE_SHIFT & 1023];
}

static uint32_t address_of(uint32_t n)
{
	return STACKS_START + n * STACK_STRIDE + PAGE_SIZE;
}

/* The number of a stack that is not in use, or `stacks' if all are. */
static uint32_t find_free(void)
{
	for (uint32_t w = first_free / 32; w * 32 < stacks; w++)
		if (used[w] != UINT32_MAX)
			return MIN(w * 32 + (uint32_t)__builtin_ctz(~used[w]),
				   stacks);
	return stacks;
}

static void unmap(uint32_t address, uint32_t pages)
{
	for (uint32_t at = address; pages-- > 0; at += PAGE_SIZE) {
		uint32_t *entry = entry_of(at);

		KASSERT(*entry & PTE_PRESENT);
		frame_release(&frames[*entry >> PAGE_SHIFT]);
		*entry = 0;
		invlpg(at);
	}
}

/* Makes a new stack, or returns NULL. */
static void *make(void)
{
	uint32_t n = find_free(), address = address_of(n);

	if (n == stacks || (account_current() != &account_root &&
			    in_use >= stacks - stacks / ROOT_PART))
		return NULL;
	for (uint32_t i = 0; i < KERNEL_STACK_PAGES; i++) {
		struct frame *f = frame_alloc_raw(0);

		if (!f) {
			unmap(address, i);
			return NULL;
		}
		*entry_of(address + i * PAGE_SIZE) =
		    frame_number(f) << PAGE_SHIFT | PTE_PRESENT | PTE_WRITE;
	}
	used[n / 32] |= 1u << n % 32;
	in_use++;
	first_free = n + 1;
	sanitize_memory_given((void *)address, KERNEL_STACK_SIZE);
	return (void *)address;
}

static void charge(void *stack, struct account *a)
{
	for (uint32_t i = 0; i < KERNEL_STACK_PAGES; i++)
		frame_charge(
		    &frames[*entry_of((uint32_t)stack + i * PAGE_SIZE) >>
			    PAGE_SHIFT],
		    0, a);
}

void *stack_alloc(void)
{
	void *stack = pool;

	if (!stack || failure_injection != 0)
		return make();
	sanitize_memory_given(stack, KERNEL_STACK_SIZE);
	pool = *(void **)stack;
	pool_count--;
	charge(stack, account_current());
	return stack;
}

void stack_free(void *stack)
{
	uint32_t address = (uint32_t)stack;
	uint32_t n = (address - STACKS_START) / STACK_STRIDE;

	KASSERT(address == address_of(n) && used[n / 32] >> n % 32 & 1);
	if (pool_count < POOL_LIMIT) {
		charge(stack, &account_root);
		*(void **)stack = pool;
		pool = stack;
		pool_count++;
		sanitize_memory_freed(stack, KERNEL_STACK_SIZE);
		return;
	}
	unmap(address, KERNEL_STACK_PAGES);
	used[n / 32] &= ~(1u << n % 32);
	in_use--;
	first_free = MIN(first_free, n);
}

bool stack_is_guard(uint32_t address)
{
	return address >= STACKS_START && address < STACKS_END &&
	       (address - STACKS_START) % STACK_STRIDE < PAGE_SIZE;
}
