/* SPDX-License-Identifier: MIT */
/*
 * The short way of the door: a plain load of a call slot by a program of which
 * nobody watches the calls.  trap_page (door.asm) recognises it and
 * runs the handler at once; all else goes the long way (call/run.h), which
 * gives the same answers.  docs/door.md tells both.
 */
#ifndef KERNEL_CALL_DOOR_H
#define KERNEL_CALL_DOOR_H

#include "call/call.h"
#include "proc/thread.h"

struct space;

/* Results from -CALL_MAX_ERROR to -1 are errors, -ERESTART among them. */
#define CALL_MAX_ERROR 4095u

/*
 * The handlers alone, of the first slots of each group.  Those with a 64-bit
 * result end with call_wide() here; in the place of those that use all
 * registers is call_with_registers().
 */
#define CALL_SHORT_SLOTS 32
#define CALL_SHORT_SIZE	 (CALL_SHORT_SLOTS * CALL_SLOT_SIZE)

typedef long (*call_handler)(call_args *args);

/* Made from calls.tbl. */
extern const call_handler call_handlers[CALL_GROUPS][CALL_SHORT_SLOTS];

long call_with_registers(call_args *args); /* door.asm */

/* Where the running thread's arguments are; arch_switch() keeps it. */
extern call_args *call_arguments;

/*
 * Calls at offsets below it go the short way: all of the running process's, or
 * none (0).  It is the running space's door_limit; arch_switch() keeps it.
 */
extern uint32_t door_limit;

/* The door_limit of a new space. */
uint32_t door_limit_at_first(void);

/*
 * From now on no call of s goes the short way: some are closed, or its process
 * is traced.
 */
void door_watch(struct space *s);
/* The same for all spaces, those made later too. */
void door_watch_all(void);

/* A 64-bit result on the short way of a call; call_fail() knows ECALLWIDE. */
static inline long call_wide(long long result)
{
	struct fl_thread_page *page = current->page;
	uint32_t low = (uint32_t)result;

	if (call_error(result))
		return (long)low;
	page->result_hi = (uint32_t)(result >> 32);
	if (__builtin_expect(low < -CALL_MAX_ERROR, 1))
		return (long)low;
	page->result = low;
	return -ECALLWIDE;
}

#endif
