/* SPDX-License-Identifier: MIT */
/* setitimer()'s interval timers: three of each process. */
#include "proc/itimer.h"
#include "call/handlers.h"
#include "lib/assert.h"
#include "machine/uaccess.h"
#include "proc/clock.h"
#include "proc/lifecycle.h"
#include "proc/limits.h"
#include "proc/process.h"
#include "proc/ptimer.h"
#include "proc/usage.h"

static void real_expired(struct timer *timer)
{
	struct itimer *it = container_of(timer, struct itimer, timer);

	signal_send_process(it->process, SIGALRM, NULL);
	it->resting = it->interval > 0;
}

/* How many ns after now a timer that rests would have expired next. */
static int64_t rest_of_interval(const struct itimer *it, int64_t now)
{
	KASSERT(it->resting && it->interval > 0);
	return it->interval - (now - it->timer.deadline) % it->interval;
}

void itimer_signal_taken(struct process *p)
{
	struct itimer *it = &p->itimers[ITIMER_REAL];
	int64_t now = clock_monotonic();

	if (!it->resting)
		return;
	KASSERT(!timer_is_armed(&it->timer) && it->timer.deadline <= now);
	timer_arm(&it->timer, now + rest_of_interval(it, now));
	it->resting = false;
}

void timers_signals_wanted(struct process *p, uint64_t set)
{
	if (set & SIGNAL_BIT(SIGALRM) &&
	    !(p->pending.bits & SIGNAL_BIT(SIGALRM)))
		itimer_signal_taken(p);
	ptimers_go_on(p, set);
}

void itimer_init(struct itimer *it, struct process *p)
{
	*it = (struct itimer){ .process = p };
	timer_init(&it->timer, real_expired);
}

static void itimers_disarm(struct process *p)
{
	for (unsigned i = 0; i < ARRAY_SIZE(p->itimers); i++)
		timer_disarm(&p->itimers[i].timer);
}

LIFECYCLE_HOOK(INTERVAL_TIMERS, .exit = itimers_disarm);

/* Takes ns of CPU time off a timer, and sends sig if none is left. */
static void count_down(struct itimer *it, int64_t ns, int sig)
{
	if (it->remaining == 0)
		return;
	it->remaining -= ns;
	if (it->remaining > 0)
		return;
	it->remaining = it->interval;
	signal_send_process(it->process, sig, NULL);
}

void itimer_tick(struct process *p, bool user)
{
	int64_t now = clock_monotonic();
	int64_t ns = now - MAX(current->run_since, p->last_tick);

	p->last_tick = now;
	if (user)
		count_down(&p->itimers[ITIMER_VIRTUAL], ns, SIGVTALRM);
	count_down(&p->itimers[ITIMER_PROF], ns, SIGPROF);
	limits_check_cpu(p);
}

static struct fl_timeval round_up_timeval(int64_t ns)
{
	return timeval_of(ns + 999);
}

static void itimer_read(const struct itimer *it, bool real,
			struct fl_itimerval *v)
{
	int64_t left = it->remaining;

	if (real) {
		int64_t now = clock_monotonic();

		left = 0;
		if (it->resting)
			left = rest_of_interval(it, now);
		else if (timer_is_armed(&it->timer))
			left = MAX(it->timer.deadline - now, 1);
	}
	v->it_value = round_up_timeval(left);
	v->it_interval = timeval_of(it->interval);
}

long sys_getitimer(int which, struct uaddr now)
{
	struct fl_itimerval v;

	if (which < ITIMER_REAL || which > ITIMER_PROF)
		return -EINVAL;
	itimer_read(&process_current()->itimers[which], which == ITIMER_REAL,
		    &v);
	return copy_to_user(now, &v, sizeof(v));
}

static int timeval_to_ns(const struct fl_timeval *t, int64_t *ns)
{
	if (t->tv_usec < 0 || t->tv_usec >= 1000000 || t->tv_sec < 0)
		return -EINVAL;
	*ns = MIN(t->tv_sec, 4000000000ll) * NSEC_PER_SEC + t->tv_usec * 1000ll;
	return 0;
}

long sys_setitimer(int which, struct uaddr new, struct uaddr old)
{
	struct fl_itimerval before, after;
	struct itimer *it;
	int64_t value = 0, interval = 0;

	if (which < ITIMER_REAL || which > ITIMER_PROF)
		return -EINVAL;
	it = &process_current()->itimers[which];
	if (!uaddr_is_null(new)) {
		if (copy_from_user(&after, new, sizeof(after)) != 0)
			return -EFAULT;
		if (timeval_to_ns(&after.it_value, &value) != 0 ||
		    timeval_to_ns(&after.it_interval, &interval) != 0)
			return -EINVAL;
	}
	itimer_read(it, which == ITIMER_REAL, &before);
	if (!uaddr_is_null(old) &&
	    copy_to_user(old, &before, sizeof(before)) != 0)
		return -EFAULT;
	if (uaddr_is_null(new))
		return 0;
	it->interval = interval;
	if (which != ITIMER_REAL) {
		it->remaining = value;
		return 0;
	}
	timer_disarm(&it->timer);
	it->resting = false;
	if (value)
		timer_arm(&it->timer, clock_monotonic() + value);
	return 0;
}
