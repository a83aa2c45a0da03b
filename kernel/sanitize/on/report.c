/* SPDX-License-Identifier: MIT */
/* Reports: what was done, to what kind of object, and who freed it. */
#include "lib/assert.h"
#include "lib/printk.h"
#include "mm/frame.h"
#include "mm/slab.h"
#include "runtime.h"
#include <faultline/layout.h>

bool sanitize_expects, sanitize_is_reporting;
uint32_t sanitize_reports;
char sanitize_first_report[160];

void sanitize_report(const char *format, ...)
{
	va_list args;

	if (sanitize_is_reporting)
		return;
	sanitize_reports++;
	sanitize_is_reporting = true;
	if (!sanitize_expects || sanitize_first_report[0] == '\0') {
		va_start(args, format);
		kvsnprintf(sanitize_first_report, sizeof(sanitize_first_report),
			   format, args);
		va_end(args);
	}
	if (!sanitize_expects)
		panic("sanitizer: %s", sanitize_first_report);
	sanitize_is_reporting = false;
}

static const char *kind_of(uint32_t address, uint8_t shadow)
{
	switch (shadow) {
	case SHADOW_STACK_LEFT:
	case SHADOW_STACK_MIDDLE:
	case SHADOW_STACK_RIGHT:
		return "beside a variable on the stack";
	case SHADOW_STACK_SCOPE:
		return "a variable whose block was left";
	case SHADOW_GLOBAL:
		return "behind a global variable";
	case SHADOW_RED_ZONE:
		return "beside an object of a slab";
	case SHADOW_OBJECT:
		return "an object that was freed";
	case SHADOW_POOL:
		return "a stack or page table that was freed";
	case SHADOW_FRAME:
		return "a frame that was freed";
	}
	if (address < FL_USER_END)
		return "memory of a program, or no memory";
	return "behind the end of an object";
}

/* Where in what slab, and what the frame is; who freed it. */
static void describe(uint32_t address)
{
	uint32_t callers[FREED_BY] = { 0 };
	const struct frame *f;

	if (address < FL_USER_END ||
	    (address - FL_USER_END) >> PAGE_SHIFT >= frame_count)
		return;
	f = frame_of((const void *)address);
	printk("sanitizer: frame %u: %u references, flags %x", frame_number(f),
	       f->references, f->flags);
	if (f->flags & FRAME_SLAB)
		printk(", slab %s, byte %u of it", slab_name(f->owner),
		       address - (uint32_t)f->owner);
	printk("\n");
	if (!sanitize_who_freed(address, callers))
		return;
	printk("  freed by\n");
	for (unsigned i = 0; i < FREED_BY && callers[i]; i++)
		sanitize_print_place(callers[i]);
}

/* The first byte of the access that may not be used. */
static uint32_t first_bad(uint32_t address, uint32_t n)
{
	uint32_t i = 0;

	while (i < n - 1 && sanitize_may_use(address + i, 1))
		i++;
	return address + i;
}

void sanitize_report_access(uint32_t address, uint32_t n, bool write)
{
	uint32_t bad = n < 0x1000000 ? first_bad(address, n) : address;
	uint8_t shadow = sanitize_shadow(bad);

	if (shadow > 0 && shadow < 8) /* the next one says what is there */
		shadow = sanitize_shadow(bad + 8);
	if (!sanitize_expects) {
		sanitize_is_reporting = true;
		describe(bad);
		sanitize_is_reporting = false;
	}
	sanitize_report("%s of %u bytes at %08x: %s", write ? "write" : "read",
			n, bad, kind_of(bad, shadow));
}

void sanitize_report_free(uint32_t address)
{
	if (!sanitize_expects) {
		sanitize_is_reporting = true;
		describe(address);
		sanitize_is_reporting = false;
	}
	sanitize_report("free of %08x: %s", address,
			kind_of(address, sanitize_shadow(address)));
}
