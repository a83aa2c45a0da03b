/* SPDX-License-Identifier: MIT */
/* Conversions between the kernel's nanoseconds and programs' times. */
#ifndef KERNEL_PROC_CLOCK_H
#define KERNEL_PROC_CLOCK_H

#include "lib/types.h"
#include "machine/clock.h"
#include <faultline/time.h>

/* ns, which must not be negative, as seconds and nanoseconds. */
static inline struct fl_timespec timespec_of(int64_t ns)
{
	return (struct fl_timespec){ ns / NSEC_PER_SEC, ns % NSEC_PER_SEC };
}

/*
 * Stores the time in nanoseconds in *ns and returns 0.  A time too late for
 * that becomes INT64_MAX - 1, which is not WAIT_FOREVER.  Returns -EINVAL if a
 * member is negative or tv_nsec is a whole second or more.
 */
int timespec_to_ns(const struct fl_timespec *t, int64_t *ns);

#endif
