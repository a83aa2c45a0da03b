/* SPDX-License-Identifier: MIT */
/*
 * Faults made on purpose.  This file, unlike its neighbours, is compiled as the
 * rest of the kernel is.
 */
#include "lib/printk.h"
#include "lib/string.h"
#include "machine/uaccess.h"
#include "mm/frame.h"
#include "mm/slab.h"
#include "runtime.h"
#include "sanitize.h"

static volatile int sink;
static volatile int four = 4, much = 33;
static volatile int large = INT32_MAX;
static int three[3];

static void use_after_free(void)
{
	volatile int *p = kmalloc(40);

	kfree((void *)p);
	sink = p[2];
}

static void write_after_free(void)
{
	char *p = kmalloc(700);

	kfree(p);
	memset(p + 600, 0, 8);
}

static void out_of_bounds(void)
{
	volatile int *p = kmalloc(16);

	sink = p[four];
	kfree((void *)p);
}

static void behind_what_was_asked_for(void)
{
	volatile char *p = kmalloc(13);

	p[four + 9] = 1;
	kfree((void *)p);
}

static void double_free(void)
{
	void *p = kmalloc(24);

	kfree(p);
	kfree(p);
}

static void frame_after_free(void)
{
	struct frame *f = frame_alloc(0);
	volatile int *p = frame_address(f);

	frame_release(f);
	sink = *p;
}

/* As a program that still has it mapped would: seen when it is given out. */
static void frame_written_by_others(void)
{
	struct frame *f = frame_alloc(0);
	char *p = (char *)frame_address(f) + 100;

	frame_release(f);
	__asm__ volatile("movb $1, %0" : "=m"(*p));
	for (unsigned i = 0; i < 1100; i++)
		frame_release(frame_alloc(0));
}

static __attribute__((noinline)) void beside_variable(void)
{
	volatile int a[4] = { 1, 2, 3, 4 };
	volatile int *p = a;

	__asm__("" : "+r"(p));
	sink = p[four];
}

static void behind_global(void)
{
	volatile int *p = three;

	__asm__("" : "+r"(p));
	sink = p[four - 1];
}

static void memory_of_a_program(void)
{
	sanitize_check((const void *)0x08048000, 4, false);
}

static void copied_to_a_program(void)
{
	char *p = kmalloc(64);

	memset(p, 0, 64);
	copy_to_user(uaddr(0), p + 32, 40);
	kfree(p);
}

static void shift(void)
{
	sink = 1 << much;
}

static void overflow(void)
{
	sink = large + four;
}

static void bad_index(void)
{
	sink = three[four];
}

static const struct {
	const char *name;
	void (*make)(void);
	const char *report; /* is part of it */
} faults[] = {
	{ "use-after-free", use_after_free, "object that was freed" },
	{ "write-after-free", write_after_free, "object that was freed" },
	{ "out-of-bounds", out_of_bounds, "beside an object" },
	{ "behind-what-was-asked-for", behind_what_was_asked_for,
	  "beside an object" },
	{ "double-free", double_free, "object that was freed" },
	{ "frame-after-free", frame_after_free, "frame that was freed" },
	{ "frame-written-by-others", frame_written_by_others,
	  "written to after it was freed" },
	{ "beside-variable", beside_variable, "on the stack" },
	{ "behind-global", behind_global, "behind a global" },
	{ "memory-of-a-program", memory_of_a_program, "of a program" },
	{ "copied-to-a-program", copied_to_a_program, "beside an object" },
	{ "shift", shift, "shift out of bounds, " },
	{ "overflow", overflow, "addition overflows, " },
	{ "bad-index", bad_index, "index out of bounds, " },
};

static bool contains(const char *text, const char *part)
{
	for (size_t n = strlen(part); *text; text++)
		if (strncmp(text, part, n) == 0)
			return true;
	return false;
}

void sanitize_test(void (*check)(bool good, const char *what))
{
	for (unsigned i = 0; i < ARRAY_SIZE(faults); i++) {
		uint32_t before = sanitize_reports;
		char what[80];

		sanitize_first_report[0] = '\0';
		sanitize_expects = true;
		faults[i].make();
		sanitize_expects = false;
		ksnprintf(what, sizeof(what), "the sanitizer sees %s",
			  faults[i].name);
		check(sanitize_reports > before &&
			  contains(sanitize_first_report, faults[i].report),
		      what);
		printk("# %s\n", sanitize_first_report);
	}
}

void sanitize_break(const char *how)
{
	for (unsigned i = 0; i < ARRAY_SIZE(faults); i++)
		if (strcmp(faults[i].name, how) == 0)
			faults[i].make();
}
