/* SPDX-License-Identifier: MIT */
/* Calls: from a slot to its handler. */
#ifndef KERNEL_CALL_CALL_H
#define KERNEL_CALL_CALL_H

#include "lib/types.h"
#include "window/window.h"

#define CALL_GROUPS	 10
#define CALL_SLOT_SIZE	 4
#define CALL_GROUP_SLOTS (PAGE_SIZE / CALL_SLOT_SIZE)

/* The argument of a handler's wrapper: words of a thread page. */
typedef const volatile uint32_t call_args;

struct call_entry {
	union {
		long (*run_narrow)(call_args *args);
		long long (*run_wide)(call_args *args); /* CALL_WIDE */
	};
	const char *name;
	uint8_t words;	 /* of arguments */
	uint8_t strings; /* which of them are strings, one bit each */
	uint8_t flags;	 /* bits of enum call_flag */
};

enum call_flag {
	CALL_FRAME = 1,	 /* may act for another process (frame.c) */
	CALL_SINGLE = 2, /* not in a batch */
	CALL_WIDE = 4,	 /* has a 64-bit result */
};

_Static_assert(sizeof(struct call_entry) == 12, "call_with_registers()");

struct call_group {
	const struct call_entry *entries;
	uint32_t count;
};

/* Made from calls.tbl. */
extern const struct call_entry call_table[];
extern const struct call_group call_groups[CALL_GROUPS];

/* The call of a slot, or NULL. */
static inline const struct call_entry *call_find(uint32_t offset)
{
	uint32_t group = offset >> PAGE_SHIFT;
	uint32_t slot = offset / CALL_SLOT_SIZE % CALL_GROUP_SLOTS;

	if (offset % CALL_SLOT_SIZE != 0 || group >= CALL_GROUPS ||
	    slot >= call_groups[group].count)
		return NULL;
	return &call_groups[group].entries[slot];
}

/*
 * May the running process itself make the call?  It may if it has the page,
 * or in its place a frame that only takes calls away, with this one left.
 */
bool call_is_open(uint32_t offset);

/*
 * Answers with an error instead of the call; the tracer learns of it.
 * May wait.
 */
int call_refuse(uint32_t offset, int error, uint32_t *value);

/*
 * The handler's own result: -errno, -ERESTART and -ECALLDONE included.
 * May wait.
 */
long long call_invoke(const struct call_entry *e, uint32_t offset,
		      const volatile uint32_t *args);

/* The errno of a handler's result, or 0. */
static inline int call_error(long long result)
{
	uint32_t low = (uint32_t)result, high = (uint32_t)(result >> 32);

	return high == UINT32_MAX && low >= -4095u ? -(int)low : 0;
}

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
/* These three may wait. */
void trace_before(const struct call_entry *e, uint32_t offset,
		  const volatile uint32_t *args, struct call_snapshot *s);
void trace_after(uint32_t offset, const struct call_snapshot *s,
		 long long result);
void trace_refused(uint32_t offset, const volatile uint32_t *args, int error);

#endif
