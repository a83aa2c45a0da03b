/* SPDX-License-Identifier: MIT */
/* Scheduling (POSIX <sched.h>). */
#ifndef _SCHED_H
#define _SCHED_H

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/_timespec.h>
#include <sys/sched.h>

__BEGIN_DECLS
int sched_yield(void);
int sched_get_priority_max(int);
int sched_get_priority_min(int);
int sched_getparam(pid_t, struct sched_param *);
int sched_getscheduler(pid_t);
int sched_setparam(pid_t, const struct sched_param *);
int sched_setscheduler(pid_t, int, const struct sched_param *);
int sched_rr_get_interval(pid_t, struct timespec *);
__END_DECLS

#endif
