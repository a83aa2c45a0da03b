/* SPDX-License-Identifier: MIT */
/* What processes have used (getrusage, times). */
#ifndef KERNEL_PROC_USAGE_H
#define KERNEL_PROC_USAGE_H

#include "lib/types.h"
#include <faultline/resource.h>
#include <faultline/time.h>

struct process;

/* What p has used so far, its children not counted. */
void rusage_of(const struct process *p, struct fl_rusage *r);
/* Adds r to *to.  The peak of memory is not added: it is the larger one. */
void rusage_add(struct fl_rusage *to, const struct fl_rusage *r);

/* p's CPU time in ns: *user in its program, *system in the kernel. */
void process_times(const struct process *p, int64_t *user, int64_t *system);

/* ns as seconds and microseconds. */
struct fl_timeval timeval_of(int64_t ns);

#endif
