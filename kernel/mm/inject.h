/* SPDX-License-Identifier: MIT */
/* Injected failures: allocations that fail on purpose, for tests. */
#ifndef KERNEL_MM_INJECT_H
#define KERNEL_MM_INJECT_H

#include "lib/types.h"

#define FAULT_DEPTH 10 /* return addresses that make a path */

extern uint32_t failure_injection; /* 0: no allocation will fail */

/*
 * Makes the count-th allocation of the running process from now fail, and no
 * other (1: the next one).  0 switches injection off.
 */
void fault_inject(uint32_t count);

/*
 * Makes the next allocation fail whose path has had no failure yet.  A path is
 * the chain of the last FAULT_DEPTH callers.  If apart is 0, that is all.
 * Otherwise it goes on like this, and lets at least apart allocations succeed
 * after each failure.
 */
void fault_inject_paths(uint32_t apart);

struct fault_report {
	uint32_t failures;	    /* since injection was started last */
	uint32_t paths;		    /* that have had a failure since the boot */
	uint32_t last[FAULT_DEPTH]; /* the callers of the last path to fail */
};

struct fault_report fault_report(void);

/* The slow part of fault_injected(): counts the allocation. */
bool fault_is_due(void);

/* Each allocator asks this first.  Returns true if it must fail. */
static inline bool fault_injected(void)
{
	return __builtin_expect(failure_injection != 0, 0) && fault_is_due();
}

#endif
