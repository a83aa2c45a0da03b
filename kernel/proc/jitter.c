/* SPDX-License-Identifier: MIT */
/*
 * Jitter: wherever a path may wait, it gives the CPU away now and then although
 * there is nothing to wait for.  Whoever relies on being alone across such a
 * place is found out by the tests, not by a slow disk.
 */
#include "lib/printk.h"
#include "lib/random.h"
#include "proc/sched.h"
#include "proc/wait.h"

/* Of so many places where a path may wait, it does at one on average. */
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
