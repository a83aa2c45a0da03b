/* SPDX-License-Identifier: MIT */
/* The calls about timer_create()'s timers. */
#include "call/handlers.h"
#include "machine/uaccess.h"
#include "proc/clock.h"
#include "proc/process.h"
#include "proc/ptimer.h"
#include "proc/table.h"

int notify_check(const struct fl_notify *n)
{
	const struct thread *t;

	if (n->how == FL_NOTIFY_NONE)
		return 0;
	if (n->signo <= 0 || n->signo >= FL_NSIG)
		return -EINVAL;
	if (n->how == FL_NOTIFY_SIGNAL)
		return 0;
	t = thread_find(n->tid);
	if (n->how != FL_NOTIFY_THREAD || !t || t->process != process_current())
		return -EINVAL;
	return 0;
}

/*
 * A program may have timers on the clocks of the system and on the CPU-time
 * clocks of its own process and threads.  0 or -EINVAL.
 */
static int base_of(int clock, enum timer_base *base, int *tid)
{
	const struct thread *t;

	*tid = current->tid;
	switch (clock) {
	case FL_CLOCK_REALTIME:
	case FL_CLOCK_MONOTONIC:
		*base = BASE_MONOTONIC;
		return 0;
	case FL_CLOCK_PROCESS_CPUTIME_ID:
		*base = BASE_PROCESS;
		return 0;
	case FL_CLOCK_THREAD_CPUTIME_ID:
		*base = BASE_THREAD;
		return 0;
	}
	*tid = clock & FL_CLOCK_ID_MASK;
	*base = BASE_THREAD;
	t = thread_find(*tid);
	if (clock == (FL_CLOCK_OF_THREAD | *tid))
		return t && t->process == process_current() ? 0 : -EINVAL;
	*base = BASE_PROCESS;
	return clock == (FL_CLOCK_OF_PROCESS | process_current()->pid)
		   ? 0
		   : -EINVAL;
}

long sys_timer_create(int clock, struct uaddr event, struct uaddr id)
{
	struct fl_notify n;
	enum timer_base base;
	int tid, number, error = base_of(clock, &base, &tid);

	if (error)
		return error;
	if (!uaddr_is_null(event)) {
		if (copy_from_user(&n, event, sizeof(n)) != 0)
			return -EFAULT;
		error = notify_check(&n);
		if (error)
			return error;
	}
	number =
	    ptimer_create(clock, base, tid, uaddr_is_null(event) ? NULL : &n);
	if (number < 0)
		return number;
	if (user_store(id, (uint32_t)number) != 0) {
		ptimer_delete(ptimer_find(number));
		return -EFAULT;
	}
	return 0;
}

static int copy_out(struct ptimer *t, struct uaddr to)
{
	struct fl_itimerspec s;
	int64_t left, interval;

	ptimer_get(t, &left, &interval);
	s.it_value = timespec_of(left);
	s.it_interval = timespec_of(interval);
	return copy_to_user(to, &s, sizeof(s));
}

/*
 * A relative time does not follow clock_settime(), an absolute real one does.
 */
static enum timer_base base_for(const struct ptimer *t, bool absolute)
{
	if (t->base == BASE_PROCESS || t->base == BASE_THREAD)
		return t->base;
	return t->clock == FL_CLOCK_REALTIME && absolute ? BASE_REALTIME
							 : BASE_MONOTONIC;
}

long sys_timer_settime(int id, int flags, struct uaddr new, struct uaddr old)
{
	struct ptimer *t = ptimer_find(id);
	struct fl_itimerspec s;
	int64_t value, interval, now;
	enum timer_base base;

	if (!t)
		return -EINVAL;
	if (copy_from_user(&s, new, sizeof(s)) != 0)
		return -EFAULT;
	if (timespec_to_ns(&s.it_value, &value) != 0 ||
	    timespec_to_ns(&s.it_interval, &interval) != 0)
		return -EINVAL;
	if (!uaddr_is_null(old) && copy_out(t, old) != 0)
		return -EFAULT;
	base = base_for(t, flags & FL_TIMER_ABSTIME);
	if (value != 0 && !(flags & FL_TIMER_ABSTIME)) {
		t->base = base;
		now = ptimer_now(t);
		value =
		    value > INT64_MAX - 1 - now ? INT64_MAX - 1 : now + value;
	}
	ptimer_set(t, base, value, interval);
	return 0;
}

long sys_timer_gettime(int id, struct uaddr now)
{
	struct ptimer *t = ptimer_find(id);

	return t ? copy_out(t, now) : -EINVAL;
}

long sys_timer_getoverrun(int id)
{
	const struct ptimer *t = ptimer_find(id);

	return t ? (long)t->overrun : -EINVAL;
}

long sys_timer_delete(int id)
{
	struct ptimer *t = ptimer_find(id);

	if (!t)
		return -EINVAL;
	ptimer_delete(t);
	return 0;
}
