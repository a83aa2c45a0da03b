/* SPDX-License-Identifier: MIT */
/*
 * Jitter: wherever a path may wait, it gives the CPU away now and then although
 * there is nothing to wait for.  Whoever relies on being alone across such a
 * place is found out by the tests, not by a slow disk.
 */
#include "lib/printk.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/wait.h"

/* Of so many places where a path may wait, it does at one on average. */
#define JITTER_ODDS 4u

bool jitter_is_on;
static uint32_t state;

void jitter_init(uint32_t seed)
{
	state = seed ? seed : 1; /* xorshift stays at 0 for ever */
	jitter_is_on = true;
	printk("jitter: seed %u\n", state);
}

/* Marsaglia's xorshift of 32 bits. */
static uint32_t next(void)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

void jitter(void)
{
	KASSERT(waiting_is_allowed());
	if (next() % JITTER_ODDS == 0)
		sched_yield();
}
