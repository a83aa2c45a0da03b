/* SPDX-License-Identifier: MIT */
/* The calls about clocks and sleeping. */
#include "call/handlers.h"
#include "mm/uaccess.h"
#include "proc/clock.h"
#include "proc/process.h"

static int read_clock(int clock, int64_t *ns)
{
	int64_t user, system;

	switch (clock) {
	case FL_CLOCK_REALTIME:
		*ns = clock_realtime();
		return 0;
	case FL_CLOCK_MONOTONIC:
		*ns = clock_monotonic();
		return 0;
	case FL_CLOCK_PROCESS_CPUTIME_ID:
		process_times(process_current(), &user, &system);
		*ns = user + system;
		return 0;
	case FL_CLOCK_THREAD_CPUTIME_ID:
		*ns =
		    current->cpu_time + clock_monotonic() - current->run_since;
		return 0;
	default:
		return -EINVAL;
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

long sys_clock_settime(int clock, struct uaddr now)
{
	struct fl_timespec t;
	int64_t ns;

	if (clock != FL_CLOCK_REALTIME)
		return -EINVAL;
	if (copy_from_user(&t, now, sizeof(t)) != 0)
		return -EFAULT;
	if (timespec_to_ns(&t, &ns) != 0)
		return -EINVAL;
	if (!cred_is_superuser(cred_current()))
		return -EPERM;
	clock_set_realtime(ns);
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

long sys_clock_nanosleep(int clock, int flags, struct uaddr request,
			 struct uaddr rest)
{
	struct wait_queue nothing;
	struct fl_timespec t;
	int64_t ns, now, deadline;
	int error;

	if (clock != FL_CLOCK_REALTIME && clock != FL_CLOCK_MONOTONIC)
		return -EINVAL;
	if (copy_from_user(&t, request, sizeof(t)) != 0)
		return -EFAULT;
	if (timespec_to_ns(&t, &ns) != 0)
		return -EINVAL;
	now = clock_monotonic();
	if (!(flags & FL_TIMER_ABSTIME))
		deadline = ns > INT64_MAX - now ? INT64_MAX - 1 : now + ns;
	else if (clock == FL_CLOCK_REALTIME)
		deadline = ns - (clock_realtime() - now);
	else
		deadline = ns;
	wait_queue_init(&nothing);
	error = wait_on(&nothing, NULL, deadline);
	if (error == -ETIMEDOUT)
		return 0;
	if (error == -ERESTART && !(flags & FL_TIMER_ABSTIME) &&
	    !uaddr_is_null(rest)) {
		t = timespec_of(MAX(deadline - clock_monotonic(), 0));
		if (copy_to_user(rest, &t, sizeof(t)) != 0)
			return -EFAULT;
	}
	return error == -ERESTART ? -EINTR : error;
}
