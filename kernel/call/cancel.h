/* SPDX-License-Identifier: MIT */
/*
 * Calls that end when their thread is cancelled (<faultline/thread.h>).  The
 * thread page says whether it is: the kernel reads one word of it.
 */
#ifndef KERNEL_CALL_CANCEL_H
#define KERNEL_CALL_CANCEL_H

#include "proc/process.h"
#include <faultline/thread.h>

static inline bool thread_is_cancelled(const struct thread *t)
{
	uint32_t state = *(volatile uint32_t *)&t->page->cancel;

	return (state & (FL_CANCEL_PENDING | FL_CANCEL_DISABLED)) ==
	       FL_CANCEL_PENDING;
}

/* True: do not even start.  What follows a handler does the end. */
static inline bool call_cancel_begin(void)
{
	current->cancellable = true;
	return __builtin_expect(thread_is_cancelled(current), 0);
}

static inline void call_cancel_end(void)
{
	current->cancellable = false;
}

#endif
