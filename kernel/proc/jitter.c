/* SPDX-License-Identifier: MIT */
/*
 * Jitter: may_wait() gives the CPU away now and then, although there is nothing
 * to wait for.  So the tests, and not a slow disk, find code that relies on
 * being alone across a place where it may wait.
 */
#include "lib/printk.h"
#include "lib/random.h"
#include "proc/sched.h"
#include "proc/wait.h"

/* One of so many calls of may_wait() gives the CPU away, on average. */
#define JITTER_ODDS 4u

bool jitter_is_on;
static uint32_t state;

void jitter_init(const char *seed)
{
	state = xorshift_seed(seed);
	jitter_is_on = true;
	printk("jitter: seed %u\n", state);
}

void jitter(void)
{
	KASSERT(waiting_is_allowed());
	if (xorshift(&state) % JITTER_ODDS == 0)
		sched_yield();
}
