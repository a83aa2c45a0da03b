/* SPDX-License-Identifier: MIT */
/* The clocks, in nanoseconds, and the clock interrupt. */
#ifndef KERNEL_MACHINE_CLOCK_H
#define KERNEL_MACHINE_CLOCK_H

#include "lib/types.h"

struct fl_system_facts;

int64_t clock_monotonic(void);	     /* since boot */
int64_t clock_realtime(void);	     /* since the Epoch */
void clock_set_realtime(int64_t ns); /* since the Epoch */

/* Asks for clock_interrupt() at the monotonic time deadline, or earlier. */
void arch_timer_set(int64_t deadline);
/* Moves the base from which the clock page counts to now. */
void arch_clock_update(void);
/* The clock page's facts about the system, which the kernel writes. */
struct fl_system_facts *arch_system_facts(void);
/*
 * The architecture calls this with interrupts off, at the deadline or earlier;
 * user: was a program running?
 */
void clock_interrupt(bool user);

#endif
