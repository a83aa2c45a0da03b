/* SPDX-License-Identifier: MIT */
/* The clocks (machine/clock.h), and times as programs give them. */
#ifndef KERNEL_PROC_CLOCK_H
#define KERNEL_PROC_CLOCK_H

#include "lib/types.h"
#include "machine/clock.h"
#include <faultline/time.h>

static inline struct fl_timespec timespec_of(int64_t ns)
{
	return (struct fl_timespec){ ns / NSEC_PER_SEC, ns % NSEC_PER_SEC };
}

/* 0 and *ns, or -EINVAL for a malformed time; saturates far in the future. */
int timespec_to_ns(const struct fl_timespec *t, int64_t *ns);

#endif
