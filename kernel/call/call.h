/* SPDX-License-Identifier: MIT */
/* Calls: from a slot to its handler. */
#ifndef KERNEL_CALL_CALL_H
#define KERNEL_CALL_CALL_H

#include "lib/types.h"
#include "window/window.h"

#define CALL_GROUPS	 10
#define CALL_SLOT_SIZE	 4
#define CALL_GROUP_SLOTS (PAGE_SIZE / CALL_SLOT_SIZE)

/*
 * What a handler's wrapper gets: the argument words of a thread page or a
 * batch.
 */
typedef const volatile uint32_t call_args;

/* A call. */
struct call_entry {
	union {
		long (*run_narrow)(call_args *args);
		long long (*run_wide)(call_args *args); /* CALL_WIDE */
	};
	const char *name;
	uint8_t words;	 /* how many argument words it has */
	uint8_t strings; /* bit n: word n is the address of a string */
	uint8_t flags;	 /* bits of enum call_flag */
};

enum call_flag {
	CALL_FRAME = 1,	 /* grants may give it to others (call/grant.c) */
	CALL_SINGLE = 2, /* not in a batch */
	CALL_WIDE = 4,	 /* has a 64-bit result */
};

_Static_assert(sizeof(struct call_entry) == 12, "call_with_registers()");

/* The calls of one page, by slot. */
struct call_group {
	const struct call_entry *entries;
	uint32_t count;
};

/* Generated from calls.tbl. */
extern const struct call_entry call_table[];
extern const struct call_group call_groups[CALL_GROUPS];

/* The call at an offset in the call pages, or NULL. */
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
 * May the running process make the call at offset as itself?  It may if the
 * call's page is open, or if a grant that acts as its caller is mapped in its
 * place and has the call.
 */
bool call_is_open(uint32_t offset);

/*
 * Makes the call fail with error, a positive errno, and records that for the
 * tracer.  *value becomes -1.  Returns 0.  May wait.
 */
int call_refuse(uint32_t offset, int error, uint32_t *value);

/*
 * Runs the handler of e, with records for the tracer.  Returns the handler's
 * result, which may be -errno, -ERESTART or -ECALLDONE.  May wait.
 */
long long call_invoke(const struct call_entry *e, uint32_t offset,
		      const volatile uint32_t *args);

/* The positive errno of a handler's result, or 0 if it is no error. */
static inline int call_error(long long result)
{
	uint32_t low = (uint32_t)result, high = (uint32_t)(result >> 32);

	return high == UINT32_MAX && low >= -4095u ? -(int)low : 0;
}

/* Joins the two words of a 64-bit argument. */
static inline long long call_offset(uint32_t low, uint32_t high)
{
	return (long long)((uint64_t)high << 32 | low);
}

/* trace.c: a call's arguments, as they were before it ran. */
struct call_snapshot {
	uint32_t arg[6];
	char text[96]; /* the starts of its strings, each with a NUL */
};

/*
 * Write a record to the process's trace file, if it has one: before a call,
 * after it, or instead of it, with a positive errno.  trace_before() fills *s
 * for trace_after().  These three may wait.
 */
void trace_before(const struct call_entry *e, uint32_t offset,
		  const volatile uint32_t *args, struct call_snapshot *s);
void trace_after(uint32_t offset, const struct call_snapshot *s,
		 long long result);
void trace_refused(uint32_t offset, const volatile uint32_t *args, int error);

#endif
