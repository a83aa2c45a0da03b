/* SPDX-License-Identifier: MIT */
/* Allocations that fail on purpose, to see what the kernel makes of it. */
#ifndef KERNEL_MM_INJECT_H
#define KERNEL_MM_INJECT_H

#include "lib/types.h"

#define FAULT_DEPTH 10 /* callers that make a path */

extern uint32_t failure_injection; /* 0: no allocation fails */

/*
 * The allocation of the running process after its next count ones fails, once;
 * 0: none does.
 */
void fault_inject(uint32_t count);

/*
 * The next allocation that is reached by a way that no failure has been
 * tried on fails, and then, if apart is not 0, again and again one such after
 * at least apart others.
 */
void fault_inject_paths(uint32_t apart);

struct fault_report {
	uint32_t failures; /* since the last fault_inject...() */
	uint32_t paths;	   /* that a failure was tried on, ever */
	uint32_t last[FAULT_DEPTH];
};

struct fault_report fault_report(void);

bool fault_is_due(void);

static inline bool fault_injected(void)
{
	return __builtin_expect(failure_injection != 0, 0) && fault_is_due();
}

#endif
