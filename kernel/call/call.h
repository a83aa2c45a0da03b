/* SPDX-License-Identifier: MIT */
/* Calls: from a slot to its handler. */
#ifndef KERNEL_CALL_CALL_H
#define KERNEL_CALL_CALL_H

#include "lib/types.h"

#define CALL_GROUPS 8

struct call_entry {
	long long (*run)(const volatile uint32_t *args);
	const char *name;
	uint8_t words;	 /* of arguments */
	uint8_t strings; /* which of them are strings, one bit each */
};

struct call_group {
	const struct call_entry *entries;
	uint32_t count;
};

/* Made from calls.tbl. */
extern const struct call_entry call_table[];
extern const struct call_group call_groups[CALL_GROUPS];

/*
 * Runs the call at offset in the call pages with the arguments in the
 * running thread's page.  0: *value is the result, ERRNO and RESULT_HI are
 * set; otherwise as a window's load.
 */
int call_run(uint32_t offset, uint32_t *value);

/* A 64-bit argument of two words. */
static inline long long call_offset(uint32_t low, uint32_t high)
{
	return (long long)((uint64_t)high << 32 | low);
}

/* trace.c: writes a record of the call to the process's trace file. */
struct call_snapshot {
	uint32_t arg[6];
	char text[96];
};
void trace_before(const struct call_entry *e, uint32_t offset,
		  struct call_snapshot *s);
void trace_after(uint32_t offset, const struct call_snapshot *s,
		 long long result);

#endif
