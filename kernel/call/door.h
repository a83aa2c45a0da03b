/* SPDX-License-Identifier: MIT */
/*
 * The short way of the door, for a plain load of a call slot by a process whose
 * calls are neither traced nor closed.  trap_page (door.asm) recognises the
 * load and runs the handler at once.  All else goes the long way (call/run.h),
 * which has the same results.  docs/door.md describes both.
 */
#ifndef KERNEL_CALL_DOOR_H
#define KERNEL_CALL_DOOR_H

#include "call/call.h"
#include "proc/thread.h"

struct space;

/* Results from -CALL_MAX_ERROR to -1 are errors, -ERESTART among them. */
#define CALL_MAX_ERROR 4095u

/*
 * The handlers of the first slots of each group.  A handler with a 64-bit
 * result is wrapped here, to end with call_wide().  One that uses all registers
 * of the program is replaced by call_with_registers().
 */
#define CALL_SHORT_SLOTS 32
#define CALL_SHORT_SIZE	 (CALL_SHORT_SLOTS * CALL_SLOT_SIZE)

typedef long (*call_handler)(call_args *args);

/* Generated from calls.tbl. */
extern const call_handler call_handlers[CALL_GROUPS][CALL_SHORT_SLOTS];

long call_with_registers(call_args *args); /* door.asm */

/* The argument words in the running thread's page; arch_switch() sets it. */
extern call_args *call_arguments;

/*
 * Calls at lower offsets go the short way: all calls of the running process, or
 * none if it is 0.  It is the door_limit of the running space; arch_switch()
 * sets it.
 */
extern uint32_t door_limit;

/* The door_limit of a new space. */
uint32_t door_limit_at_first(void);

/*
 * From now on no call in the space s goes the short way, because some calls are
 * closed or the process is traced.
 */
void door_watch(struct space *s);
/* The same for the running space, and for all that are made later. */
void door_watch_all(void);

/*
 * Tells the program the 64-bit result of a call on the short way.  Returns the
 * lower word.  If that looks like an error but is none, stores it in RESULT and
 * returns -ECALLWIDE, and call_fail() takes it from there.
 */
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
