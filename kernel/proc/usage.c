/* SPDX-License-Identifier: MIT */
/* What processes have used: CPU time, memory, faults, switches. */
#include "proc/usage.h"
#include "call/handlers.h"
#include "lib/string.h"
#include "machine/uaccess.h"
#include "mm/space.h"
#include "proc/clock.h"
#include "proc/lifecycle.h"
#include "proc/process.h"
#include "proc/ptimer.h"

struct fl_timeval timeval_of(int64_t ns)
{
	return (struct fl_timeval){ ns / NSEC_PER_SEC,
				    (long)(ns % NSEC_PER_SEC / 1000) };
}

static void timeval_add(struct fl_timeval *to, const struct fl_timeval *t)
{
	to->tv_sec += t->tv_sec;
	to->tv_usec += t->tv_usec;
	if (to->tv_usec >= 1000000) {
		to->tv_usec -= 1000000;
		to->tv_sec++;
	}
}

void rusage_of(const struct process *p, struct fl_rusage *r)
{
	int64_t user, system;

	memset(r, 0, sizeof(*r));
	process_times(p, &user, &system);
	r->ru_utime = timeval_of(user);
	r->ru_stime = timeval_of(system);
	r->ru_minflt = p->minor_faults;
	r->ru_nvcsw = p->voluntary_switches;
	r->ru_nivcsw = p->involuntary_switches;
	r->ru_maxrss = (long)p->peak_resident * 4;
	if (p->space)
		r->ru_maxrss = MAX(r->ru_maxrss, (long)p->space->resident * 4);
}

void rusage_add(struct fl_rusage *to, const struct fl_rusage *r)
{
	timeval_add(&to->ru_utime, &r->ru_utime);
	timeval_add(&to->ru_stime, &r->ru_stime);
	to->ru_minflt += r->ru_minflt;
	to->ru_nvcsw += r->ru_nvcsw;
	to->ru_nivcsw += r->ru_nivcsw;
	to->ru_maxrss = MAX(to->ru_maxrss, r->ru_maxrss);
}

long sys_getrusage(int who, struct uaddr usage)
{
	struct fl_rusage r;

	if (who == RUSAGE_CHILDREN)
		r = process_current()->children_usage;
	else if (who == RUSAGE_SELF || who == RUSAGE_THREAD)
		rusage_of(process_current(), &r);
	else
		return -EINVAL;
	return copy_to_user(usage, &r, sizeof(r));
}

void process_times(const struct process *p, int64_t *user, int64_t *system)
{
	uint64_t ticks = p->user_ticks + p->system_ticks;
	int64_t total = p->cpu_time;

	if (current->process == p)
		total += clock_monotonic() - current->run_since;
	/* The total is exact.  Interrupts sample how it divides. */
	*user =
	    ticks ? (int64_t)((uint64_t)total / ticks * p->user_ticks) : total;
	*system = total - *user;
}
