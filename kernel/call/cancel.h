/* SPDX-License-Identifier: MIT */
/*
 * How calls end, and those that end when their thread is cancelled
 * (<faultline/thread.h>).  Whether it is cancelled is in one word of the thread
 * page.
 */
#ifndef KERNEL_CALL_CANCEL_H
#define KERNEL_CALL_CANCEL_H

#include "proc/thread.h"
#include <faultline/thread.h>

/* Is t cancelled, and does it allow that? */
static inline bool thread_is_cancelled(const struct thread *t)
{
	uint32_t state = *(volatile uint32_t *)&t->page->cancel;

	return (state & (FL_CANCEL_PENDING | FL_CANCEL_DISABLED)) ==
	       FL_CANCEL_PENDING;
}

/*
 * Begins a call that a cancellation ends.  Returns true if the thread is
 * cancelled already, so that the call must not start.
 */
static inline bool call_cancel_begin(void)
{
	current->call |= CALL_CANCELLABLE;
	return __builtin_expect(thread_is_cancelled(current), 0);
}

/*
 * Follows every call, before the next one or the program.  again: it returned
 * -ERESTART.  Any other end also ends what wait_interrupted() left for the call
 * to go on with: it may have failed before it asked for that.
 */
static inline void call_end(bool again)
{
	current->call &= again ? CALL_RESUMED : 0u;
}

#endif
