/* SPDX-License-Identifier: MIT */
/*
 * How long interrupts stay off.  With `latency' on the kernel's command line
 * the time is measured, and each new maximum goes to the log with the path that
 * took it.  All calls then go the long way of the door, so that they can be
 * timed.
 */
#ifndef ARCH_I386_LATENCY_H
#define ARCH_I386_LATENCY_H

#include "lib/types.h"

/* The functions below may only be called while it is true. */
extern bool latency_is_on;

/* Begins a measurement: a trap has switched interrupts off.  address is CR2. */
void latency_begin(uint32_t vector, uint32_t address);
/* Ends it: interrupts are about to be let in. */
void latency_end(void);
/* Begins another one after latency_end(), for the same trap. */
void latency_resume(void);

#endif
