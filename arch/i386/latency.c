/* SPDX-License-Identifier: MIT */
/* How long interrupts stay off. */
#include "call/call.h"
#include "call/door.h"
#include "cpu.h"
#include "latency.h"
#include "lib/assert.h"
#include "lib/printk.h"
#include "machine/machine.h"
#include "mm/space.h"
#include "panic.h"
#include "proc/clock.h"
#include "trap.h"
#include <faultline/layout.h>

bool latency_is_on;

static int64_t since, longest; /* ns */
static uint32_t trap_vector, trap_address;

void arch_measure_latency(void)
{
	latency_is_on = true;
	door_watch_all();
	since = clock_monotonic();
}

void latency_begin(uint32_t vector, uint32_t address)
{
	KASSERT(latency_is_on);
	since = clock_monotonic();
	trap_vector = vector;
	trap_address = address;
}

void latency_resume(void)
{
	since = clock_monotonic();
}

void arch_latency_end(void)
{
	if (latency_is_on)
		latency_end();
}

/* What the program did to enter the kernel. */
static const char *trap_reason(void)
{
	const struct call_entry *e;

	if (trap_vector != VECTOR_PAGE)
		return trap_name(trap_vector);
	if (trap_address < FL_PAGE_TABLE_WINDOW)
		return "a page fault";
	e = trap_address >= FL_CALL_PAGES
		? call_find(trap_address - FL_CALL_PAGES)
		: NULL;
	return e ? e->name : "a window";
}

void latency_end(void)
{
	int64_t taken = clock_monotonic() - since;
	uint32_t callers[4], offset;

	if (taken <= longest)
		return;
	longest = taken;
	arch_callers(callers, ARRAY_SIZE(callers));
	printk("latency: interrupts were off for %u us: %s, until %s, %s, %s\n",
	       (uint32_t)(taken / 1000), trap_reason(),
	       symbol_name(callers[1], &offset),
	       symbol_name(callers[2], &offset),
	       symbol_name(callers[3], &offset));
	since = clock_monotonic();
}
