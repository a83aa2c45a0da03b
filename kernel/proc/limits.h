/* SPDX-License-Identifier: MIT */
/* Resource limits that are looked at as time passes. */
#ifndef KERNEL_PROC_LIMITS_H
#define KERNEL_PROC_LIMITS_H

struct process;

/*
 * Sends SIGXCPU to p if its CPU time has reached RLIMIT_CPU's soft limit, and
 * SIGKILL if it has reached the hard limit.  The clock interrupt calls it.
 */
void limits_check_cpu(struct process *p);

#endif
