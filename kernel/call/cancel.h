/* SPDX-License-Identifier: MIT */
/*
 * Calls that end when their thread is cancelled (<faultline/thread.h>). Whether
 * it is cancelled is in one word of the thread page.
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
 * cancelled already, so that the call must not start.  call_cancel_end() must
 * follow in any case, on the way back to the program.
 */
static inline bool call_cancel_begin(void)
{
	current->cancellable = true;
	if (__builtin_expect(!thread_is_cancelled(current), 1))
		return false;
	current->resuming = false; /* a sleep may have been to go on */
	return true;
}

static inline void call_cancel_end(void)
{
	current->cancellable = false;
}

#endif
