/* SPDX-License-Identifier: MIT */
/*
 * How long interrupts stay off: measured with `latency' on the kernel's command
 * line, and each new longest time goes to the log with the path that took it.
 * All calls go the long way of the door then, so that they can be timed.
 */
#ifndef ARCH_I386_LATENCY_H
#define ARCH_I386_LATENCY_H

#include "lib/types.h"

extern bool latency_is_on;

/* Interrupts went off, for a trap whose CR2 is address. */
void latency_begin(uint32_t vector, uint32_t address);
/* They are about to go on again, here. */
void latency_end(void);
/* They went off again behind a latency_end(), on the same way. */
void latency_resume(void);

#endif
