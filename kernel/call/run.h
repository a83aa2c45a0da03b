/* SPDX-License-Identifier: MIT */
/* The way of a call, inline.  The door has a shorter one (call/door.h). */
#ifndef KERNEL_CALL_RUN_H
#define KERNEL_CALL_RUN_H

#include "call/call.h"
#include "call/cancel.h"
#include "call/door.h"
#include "mm/space.h"
#include "proc/thread.h"

/*
 * call.c: a slot without a call, a process traced or with closed windows.
 * May wait.
 */
int call_run_rare(uint32_t offset, uint32_t *value);
/* What becomes of the error that a handler returned. */
int call_fail(int error, uint32_t *value);

/* Runs the handler: its result, or -errno. */
static inline long long call_handle(const struct call_entry *e, call_args *args)
{
	long long result =
	    e->flags & CALL_WIDE ? e->run_wide(args) : e->run_narrow(args);

	call_cancel_end();
	return result;
}

/*
 * Tells the program the result of a handler; as call_run().  The address of
 * the caller's value goes no further, so that it can live in a register.
 */
static inline int call_finish(long result, uint32_t *value)
{
	uint32_t failed = 0;
	int error;

	if (__builtin_expect((uint32_t)result < -CALL_MAX_ERROR, 1)) {
		*value = (uint32_t)result;
		return 0;
	}
	error = call_fail((int)-result, &failed);
	*value = failed;
	return error;
}

static inline int call_finish_wide(long long result, uint32_t *value)
{
	if (call_error(result))
		return call_finish((long)result, value);
	*value = (uint32_t)result;
	current->page->result_hi = (uint32_t)(result >> 32);
	return 0;
}

/*
 * Runs the call at offset in the call pages with the arguments in the
 * running thread's page.  0: *value is the result, or -1 and ERRNO is set,
 * and RESULT_HI is the upper half of what has one; otherwise as a window's
 * load.  The caller does call_cancel_end(), on its way back to the program.
 */
static inline int call_run(uint32_t offset, uint32_t *value)
{
	const struct call_entry *e;
	uint32_t number = offset / CALL_SLOT_SIZE;
	uint32_t group = number / CALL_GROUP_SLOTS;
	uint32_t slot = number % CALL_GROUP_SLOTS;

	if (__builtin_expect(offset >= door_limit ||
				 offset % CALL_SLOT_SIZE != 0 ||
				 slot >= call_groups[group].count,
			     0)) {
		uint32_t rare;
		int error = call_run_rare(offset, &rare);

		*value = rare;
		return error;
	}
	e = &call_groups[group].entries[slot];
	if (__builtin_expect(e->flags & CALL_WIDE, 0))
		return call_finish_wide(e->run_wide(current->page->arg), value);
	return call_finish(e->run_narrow(current->page->arg), value);
}

#endif
