/* SPDX-License-Identifier: MIT */
/* What the parts of the sanitizer share. */
#ifndef KERNEL_SANITIZE_RUNTIME_H
#define KERNEL_SANITIZE_RUNTIME_H

#include "lib/types.h"

/*
 * The shadow has a byte for each 8 of memory: 0, all may be used; 1 to 7, so
 * many of the first; else none, and why.  The compiler writes those of the
 * stack itself.
 */
enum shadow {
	SHADOW_STACK_LEFT = 0xf1,
	SHADOW_STACK_MIDDLE = 0xf2,
	SHADOW_STACK_RIGHT = 0xf3,
	SHADOW_STACK_SCOPE = 0xf8, /* a variable of a block that was left */
	SHADOW_GLOBAL = 0xf9,	   /* behind a global variable */
	SHADOW_RED_ZONE = 0xfa,	   /* behind or before an object of a slab */
	SHADOW_OBJECT = 0xfb,	   /* an object that was freed */
	SHADOW_POOL = 0xfd,	   /* memory in its keeper's pool */
	SHADOW_FRAME = 0xff,	   /* a frame that was freed */
};

/* Accesses to [base, base + size) are checked from now on. */
void sanitize_begin(uint32_t base, uint32_t size, uint8_t *shadow_offset);

/* The same for a second range, told of before it. */
void sanitize_stacks(uint32_t base, uint32_t size);

/* May it be used?  n > 0.  What is not checked may. */
bool sanitize_may_use(uint32_t address, uint32_t n);
/* The shadow of address; 0 if it has none. */
uint8_t sanitize_shadow(uint32_t address);
/* Marks [address, address + n), which starts at a multiple of 8. */
void sanitize_mark(uint32_t address, uint32_t n, enum shadow why);
void sanitize_unmark(uint32_t address, uint32_t n);

/* Reports the access unless it may be. */
void sanitize_check(const void *p, size_t n, bool write);

/* Ends the kernel, or is counted if a test expects it (report.c). */
void sanitize_report_access(uint32_t address, uint32_t n, bool write);
void sanitize_report_free(uint32_t address);
void sanitize_report(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Reports are counted while a test expects some, and the first is kept. */
extern bool sanitize_expects;
extern uint32_t sanitize_reports;
extern char sanitize_first_report[160];
/* While something is being reported nothing is checked. */
extern bool sanitize_is_reporting;

#define FREED_BY 6 /* callers */

/* Who freed the object or frame at address: false, not in the quarantine. */
bool sanitize_who_freed(uint32_t address, uint32_t callers[FREED_BY]);

/* The architecture's (shadow.c). */
void sanitize_print_place(uint32_t return_address);
uint32_t sanitize_stack_top(void);

#endif
