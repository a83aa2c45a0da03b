/* SPDX-License-Identifier: MIT */
/*
 * Breaking the kernel on purpose: `break=HOW' on its command line makes one of
 * the errors below, each of which must end in a panic.  Tests look at the
 * message.
 */
#include "test/break.h"
#include "lib/assert.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "machine/thread.h"
#include "machine/uaccess.h"
#include "mm/object.h"
#include "mm/space.h"
#include "proc/process.h"
#include "proc/wait.h"
#include "sanitize.h"
#include <faultline/mman.h>

/* Recurses without end, in a form that the compiler makes no loop of. */
static __attribute__((noinline)) int recurse(volatile int *depth)
{
	volatile int here = *depth + 1;

	return here > 0 ? recurse(&here) + here : 0;
}

static void overflow_stack(void)
{
	volatile int depth = 0;

	recurse(&depth);
}

static __attribute__((noinline)) void fill(volatile char *to, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = 'x';
}

/* Writes beyond an array, up to the function's return address. */
static __attribute__((noinline)) void overrun_array(void)
{
	volatile char array[16];

	fill(array, 40);
}

/* Maps a page for the running program, and makes it present. */
static uint32_t user_page(void)
{
	struct mapping m = { .length = PAGE_SIZE,
			     .prot = PROT_READ | PROT_WRITE | PROT_EXEC,
			     .max_prot = PROT_READ | PROT_WRITE | PROT_EXEC,
			     .object = &zero_object };
	uint32_t where = 0;

	arch_space_switch();
	if (space_map(process_current()->space, &m, &where) != 0 ||
	    user_store(uaddr(where), 0xc3c3c3c3) != 0) /* ret */
		panic("no page to break with");
	return where;
}

static void write_to_code(void)
{
	*(volatile uint8_t *)(uintptr_t)overflow_stack = 0x90;
}

static void write_to_constant(void)
{
	static const char constant[] = "constant";

	*(volatile char *)(uintptr_t)constant = 'C';
}

static void read_program(void)
{
	printk("break: %x\n", *(volatile uint32_t *)user_page());
}

static void run_program(void)
{
	((void (*)(void))user_page())();
}

static void wait_alone(void)
{
	alone_begin();
	may_wait();
}

static const struct {
	const char *how;
	void (*what)(void);
} ways[] = {
	{ "stack", overflow_stack },   { "array", overrun_array },
	{ "code", write_to_code },     { "constant", write_to_constant },
	{ "read-user", read_program }, { "run-user", run_program },
	{ "wait-alone", wait_alone },
};

void break_kernel(const char *how)
{
	for (unsigned i = 0; i < ARRAY_SIZE(ways); i++)
		if (strcmp(ways[i].how, how) == 0)
			ways[i].what();
	sanitize_break(how);
	printk("break: %s has not ended the kernel\n", how);
}
