/* SPDX-License-Identifier: MIT */
/* Resource limits that are looked at as time passes. */
#ifndef KERNEL_PROC_LIMITS_H
#define KERNEL_PROC_LIMITS_H

struct process;

/* Sends SIGXCPU or SIGKILL to p if it has used more time than RLIMIT_CPU. */
void limits_check_cpu(struct process *p);

#endif
