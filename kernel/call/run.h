/* SPDX-License-Identifier: MIT */
/* The long way of a call, inline.  call/door.h has the short one. */
#ifndef KERNEL_CALL_RUN_H
#define KERNEL_CALL_RUN_H

#include "call/call.h"
#include "call/cancel.h"
#include "call/door.h"
#include "mm/space.h"
#include "proc/thread.h"

/*
 * As call_run(), for all calls: also those of processes that are traced or have
 * closed calls, and slots without a call.  May wait.
 */
int call_run_rare(uint32_t offset, uint32_t *value);

/*
 * Tells the program of an error, a positive number, that a handler returned.
 * Results as of call_run(); -ERESTART and -ECALLDONE among them.
 */
int call_fail(int error, uint32_t *value);

/* Runs the handler of e, and returns its result, or -errno. */
static inline long long call_handle(const struct call_entry *e, call_args *args)
{
	long long result =
	    e->flags & CALL_WIDE ? e->run_wide(args) : e->run_narrow(args);

	call_end(result == -ERESTART);
	return result;
}

/*
 * Tells the program the result of a handler.  Results as of call_run().  value
 * is not passed on, so that the caller's variable can be in a register.
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

/* The same for a result that may have 64 bits. */
static inline int call_finish_wide(long long result, uint32_t *value)
{
	if (call_error(result))
		return call_finish((long)result, value);
	*value = (uint32_t)result;
	current->page->result_hi = (uint32_t)(result >> 32);
	return 0;
}

/*
 * Runs the call at offset in the call pages, with the arguments in the running
 * thread's page.  Returns 0 if *value is the program's result: what the handler
 * returned, with the upper half in RESULT_HI if it has 64 bits; or -1 with
 * ERRNO.  Otherwise returns what a window's load can (window/window.h).
 * call_end() must follow.
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
