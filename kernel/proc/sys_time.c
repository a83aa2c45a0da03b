/* SPDX-License-Identifier: MIT */
/* The calls about clocks and sleeping. */
#include "call/handlers.h"
#include "machine/uaccess.h"
#include "proc/clock.h"
#include "proc/process.h"
#include "proc/ptimer.h"
#include "proc/table.h"
#include "proc/usage.h"

/*
 * Threads that sleep until a time of the real-time clock; its setting wakes
 * them.
 */
static struct wait_queue realtime_sleepers = WAIT_QUEUE_INIT(realtime_sleepers);

static int64_t process_cpu_time(const struct process *p)
{
	int64_t user, system;

	process_times(p, &user, &system);
	return user + system;
}

/* The CPU-time clock of any process, or of a thread of the running process. */
static int read_cpu_clock(int clock, int64_t *ns)
{
	int id = clock & FL_CLOCK_ID_MASK;
	const struct process *p = process_find(id);
	const struct thread *t = thread_find(id);

	if (clock == (FL_CLOCK_OF_PROCESS | id) && p)
		*ns = process_cpu_time(p);
	else if (clock == (FL_CLOCK_OF_THREAD | id) && t &&
		 t->process == process_current())
		*ns = thread_cpu_time(t);
	else
		return -EINVAL;
	return 0;
}

static int read_clock(int clock, int64_t *ns)
{
	switch (clock) {
	case FL_CLOCK_REALTIME:
		*ns = clock_realtime();
		return 0;
	case FL_CLOCK_MONOTONIC:
		*ns = clock_monotonic();
		return 0;
	case FL_CLOCK_PROCESS_CPUTIME_ID:
		*ns = process_cpu_time(process_current());
		return 0;
	case FL_CLOCK_THREAD_CPUTIME_ID:
		*ns = thread_cpu_time(current);
		return 0;
	default:
		return read_cpu_clock(clock, ns);
	}
}

long sys_clock_gettime(int clock, struct uaddr now)
{
	struct fl_timespec t;
	int64_t ns;
	int error = read_clock(clock, &ns);

	if (error)
		return error;
	t = timespec_of(ns);
	return copy_to_user(now, &t, sizeof(t));
}

/* The clock can be set to no later time, so that it does not wrap around. */
#define CLOCK_LATEST (INT64_MAX - 30ll * 366 * 24 * 3600 * NSEC_PER_SEC)

long sys_clock_settime(int clock, struct uaddr now)
{
	struct fl_timespec t;
	int64_t ns;

	if (clock != FL_CLOCK_REALTIME)
		return -EINVAL;
	if (copy_from_user(&t, now, sizeof(t)) != 0)
		return -EFAULT;
	if (timespec_to_ns(&t, &ns) != 0 || ns > CLOCK_LATEST)
		return -EINVAL;
	if (!cred_is_superuser(cred_current()))
		return -EPERM;
	clock_set_realtime(ns);
	ptimers_clock_was_set();
	wait_wake_all(&realtime_sleepers);
	return 0;
}

long sys_clock_getres(int clock, struct uaddr resolution)
{
	struct fl_timespec t = { 0, 1 };
	int64_t ns;
	int error = read_clock(clock, &ns);

	if (error || uaddr_is_null(resolution))
		return error;
	return copy_to_user(resolution, &t, sizeof(t));
}

/* Sleeps until the real-time clock shows ns, even if it is set meanwhile. */
static int sleep_until_realtime(int64_t ns)
{
	int64_t now, real;
	int error;

	do {
		now = clock_monotonic();
		real = clock_realtime();
		if (real >= ns)
			return -ETIMEDOUT;
		error =
		    wait_on(&realtime_sleepers, ns - real > INT64_MAX - 1 - now
						    ? INT64_MAX - 1
						    : now + (ns - real));
	} while (error == 0 || error == -ETIMEDOUT);
	return error;
}

static int sleep_until(int64_t deadline)
{
	struct wait_queue nothing;

	wait_queue_init(&nothing);
	return wait_on(&nothing, deadline);
}

long sys_clock_nanosleep(int clock, int flags, struct uaddr request,
			 struct uaddr rest)
{
	bool absolute = flags & FL_TIMER_ABSTIME;
	struct fl_timespec t;
	int64_t ns, deadline;
	int error;

	if (clock == FL_CLOCK_PROCESS_CPUTIME_ID)
		return -ENOTSUP;
	if (clock != FL_CLOCK_REALTIME && clock != FL_CLOCK_MONOTONIC)
		return -EINVAL;
	if (copy_from_user(&t, request, sizeof(t)) != 0)
		return -EFAULT;
	if (timespec_to_ns(&t, &ns) != 0)
		return -EINVAL;
	deadline = clock_monotonic();
	deadline =
	    ns > INT64_MAX - 1 - deadline ? INT64_MAX - 1 : deadline + ns;
	deadline = wait_resumed(deadline);
	if (!absolute)
		error = sleep_until(deadline);
	else if (clock == FL_CLOCK_REALTIME)
		error = sleep_until_realtime(ns);
	else
		error = sleep_until(ns);
	if (error == -ETIMEDOUT)
		return 0;
	if (error == -ERESTART && !absolute && !uaddr_is_null(rest)) {
		t = timespec_of(MAX(deadline - clock_monotonic(), 0));
		if (copy_to_user(rest, &t, sizeof(t)) != 0)
			return -EFAULT;
	}
	return error == -ERESTART ? wait_interrupted(deadline) : error;
}
