/* SPDX-License-Identifier: MIT */
/* Scheduling (POSIX <sched.h>). */
#ifndef _SCHED_H
#define _SCHED_H

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/_timespec.h>
#include <sys/sched.h>

#if __GNU_VISIBLE
#define CPU_SETSIZE 32

typedef struct {
	unsigned __bits;
} cpu_set_t;

#define CPU_ZERO(set)       ((void)((set)->__bits = 0))
#define CPU_SET(cpu, set)   ((void)((set)->__bits |= 1u << (cpu)))
#define CPU_CLR(cpu, set)   ((void)((set)->__bits &= ~(1u << (cpu))))
#define CPU_ISSET(cpu, set) (((set)->__bits >> (cpu)) & 1)
#define CPU_COUNT(set)      __builtin_popcount((set)->__bits)
#endif

__BEGIN_DECLS
#if __GNU_VISIBLE
int sched_getaffinity(pid_t, size_t, cpu_set_t *);
int sched_setaffinity(pid_t, size_t, const cpu_set_t *);
#endif
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
