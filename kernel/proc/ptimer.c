/* SPDX-License-Identifier: MIT */
/* timer_create()'s timers. */
#include "proc/ptimer.h"
#include "lib/assert.h"
#include "mm/slab.h"
#include "proc/clock.h"
#include "proc/lifecycle.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/table.h"
#include "proc/usage.h"
#include "proc/wait.h"

static struct slab_cache ptimer_cache =
    SLAB_CACHE_INIT(ptimer_cache, "timer", struct ptimer);

/*
 * Armed timers of BASE_REALTIME.  A timer is added at the end, so those that
 * were armed before the clock was last set come first.
 */
static struct list realtime_timers = LIST_INIT(realtime_timers);
static uint32_t settings; /* how often the clock was set */

/* The last time that a timer can expire at; later ones become this. */
#define NEVER (INT64_MAX - 1)

int64_t ptimer_now(const struct ptimer *t)
{
	struct thread *thread;
	int64_t user, system;

	switch (t->base) {
	case BASE_REALTIME:
		return clock_realtime();
	case BASE_PROCESS:
		process_times(t->process, &user, &system);
		return user + system;
	case BASE_THREAD:
		thread = thread_find(t->clock_tid);
		return thread ? thread_cpu_time(thread) : 0;
	default:
		return clock_monotonic();
	}
}

static bool is_cpu_base(enum timer_base base)
{
	return base == BASE_PROCESS || base == BASE_THREAD;
}

static void start(struct ptimer *t)
{
	KASSERT(!t->armed && list_empty(&t->link));
	t->armed = true;
	t->resting = false;
	if (is_cpu_base(t->base)) {
		list_push_back(&t->process->ptimers->cpu, &t->link);
	} else if (t->base == BASE_REALTIME) {
		list_push_back(&realtime_timers, &t->link);
		t->seen = settings;
		timer_arm(&t->timer,
			  MIN(t->expiry - clock_realtime(), NEVER / 2) +
			      clock_monotonic());
	} else {
		timer_arm(&t->timer, t->expiry);
	}
}

static void stop(struct ptimer *t)
{
	t->armed = t->resting = false;
	list_remove(&t->link);
	timer_disarm(&t->timer);
}

/* A timer that is off may have an interval, too (POSIX timer_settime()). */
static bool is_periodic(const struct ptimer *t)
{
	return t->expiry != 0 && t->interval > 0;
}

/* Moves a periodic timer's expiry beyond now; returns how many have passed. */
static int64_t advance(struct ptimer *t, int64_t now)
{
	int64_t passed;

	if (now < t->expiry)
		return 0;
	KASSERT(is_periodic(t));
	passed = (now - t->expiry) / t->interval + 1;
	if (t->interval > NEVER - now)
		t->expiry = NEVER;
	else
		t->expiry += passed * t->interval;
	return passed;
}

/* The signal was dropped: a periodic timer rests until it is wanted again. */
static void rest(struct ptimer *t)
{
	KASSERT(!t->armed && !t->queued);
	t->resting = is_periodic(t);
}

void ptimers_go_on(struct process *p, fl_sigset_t set)
{
	for (unsigned i = 0; p->ptimers && i < FL_TIMER_MAX; i++) {
		struct ptimer *t = p->ptimers->timers[i];

		if (!t || !t->resting || !(set & SIGNAL_BIT(t->notify.signo)))
			continue;
		advance(t, ptimer_now(t));
		start(t);
	}
}

static void send(struct ptimer *t)
{
	struct thread *thread = NULL;

	if (t->queued) {
		t->missed += t->missed < FL_DELAYTIMER_MAX;
		return;
	}
	if (t->notify.how == FL_NOTIFY_THREAD) {
		thread = thread_find(t->notify.tid);
		if (!thread || thread->process != t->process)
			return;
	}
	t->missed = 0;
	t->record.info = (struct fl_siginfo){
		.si_signo = t->notify.signo,
		.si_code = SI_TIMER,
		.si_value = t->notify.value,
		.si_timerid = t->id,
	};
	t->queued = true;
	if (signal_send_record(t->process, thread, &t->record))
		return;
	t->queued = false;
	rest(t);
}

static void expire(struct ptimer *t)
{
	stop(t);
	if (t->notify.how != FL_NOTIFY_NONE)
		send(t);
}

static void clock_expired(struct timer *timer)
{
	expire(container_of(timer, struct ptimer, timer));
}

void ptimer_record_taken(struct ptimer *t, struct fl_siginfo *info)
{
	int64_t missed = t->missed;

	t->queued = false;
	t->missed = 0;
	if (is_periodic(t) && !t->armed) {
		missed += advance(t, ptimer_now(t)) - 1;
		start(t);
	}
	missed = MAX(MIN(missed, FL_DELAYTIMER_MAX), 0);
	t->overrun = (uint32_t)missed;
	info->si_overrun = (int)missed;
}

void ptimer_record_dropped(struct ptimer *t)
{
	t->queued = false;
	if (!t->armed)
		rest(t);
}

static struct ptimer_table *table_of(struct process *p)
{
	if (!p->ptimers) {
		p->ptimers = kmalloc(sizeof(*p->ptimers));
		if (p->ptimers)
			list_init(&p->ptimers->cpu);
	}
	return p->ptimers;
}

int ptimer_create(int clock, enum timer_base base, int clock_tid,
		  const struct fl_notify *n)
{
	struct process *p = process_current();
	struct ptimer_table *table = table_of(p);
	struct ptimer *t;
	int id = 0;

	if (!table)
		return -EAGAIN;
	while (id < FL_TIMER_MAX && table->timers[id])
		id++;
	if (id == FL_TIMER_MAX)
		return -EAGAIN;
	if (account_charge(p->account, ACCOUNT_TIMERS) != 0)
		return -EAGAIN;
	t = slab_alloc(&ptimer_cache);
	if (!t) {
		account_uncharge(p->account, ACCOUNT_TIMERS);
		return -EAGAIN;
	}
	t->account = p->account;
	t->id = id;
	t->clock = clock;
	t->base = base;
	t->clock_tid = clock_tid;
	t->process = p;
	if (n)
		t->notify = *n;
	else
		t->notify = (struct fl_notify){ FL_NOTIFY_SIGNAL, SIGALRM,
						(unsigned)id, 0 };
	timer_init(&t->timer, clock_expired);
	list_init(&t->link);
	list_init(&t->record.link);
	t->record.timer = t;
	table->timers[id] = t;
	return id;
}

struct ptimer *ptimer_find(int id)
{
	struct ptimer_table *table = process_current()->ptimers;

	if (!table || id < 0 || id >= FL_TIMER_MAX)
		return NULL;
	return table->timers[id];
}

void ptimer_set(struct ptimer *t, enum timer_base base, int64_t expiry,
		int64_t interval)
{
	stop(t);
	t->base = base;
	t->expiry = expiry;
	t->interval = interval;
	t->overrun = 0;
	if (expiry)
		start(t);
}

void ptimer_get(struct ptimer *t, int64_t *left, int64_t *interval)
{
	int64_t now = ptimer_now(t);

	*interval = t->interval;
	*left = 0;
	if (t->expiry == 0)
		return;
	if (now < t->expiry)
		*left = t->expiry - now;
	else if (t->interval > 0)
		*left = t->interval - (now - t->expiry) % t->interval;
	else if (t->armed)
		*left = 1; /* about to expire */
}

void ptimer_delete(struct ptimer *t)
{
	stop(t);
	t->interval = 0;
	if (t->queued)
		signal_withdraw(t->process, &t->record);
	KASSERT(t->process->ptimers->timers[t->id] == t);
	t->process->ptimers->timers[t->id] = NULL;
	account_uncharge(t->account, ACCOUNT_TIMERS);
	slab_free(&ptimer_cache, t);
}

static void ptimers_release(struct process *p)
{
	if (!p->ptimers)
		return;
	for (unsigned i = 0; i < FL_TIMER_MAX; i++)
		if (p->ptimers->timers[i])
			ptimer_delete(p->ptimers->timers[i]);
	kfree(p->ptimers);
	p->ptimers = NULL;
}

/*
 * p's own timers on CPU clocks are all that can expire now, since only p's CPU
 * time goes on.  Those of its other threads need no time to look again.
 */
int64_t ptimers_tick(struct process *p, int64_t now)
{
	int64_t next = INT64_MAX;

	if (!p->ptimers)
		return next;
	list_for_each_safe (link, &p->ptimers->cpu) {
		struct ptimer *t = list_entry(link, struct ptimer, link);
		int64_t left = t->expiry - ptimer_now(t);

		if (left <= 0)
			expire(t);
		else if ((t->base == BASE_PROCESS ||
			  t->clock_tid == current->tid) &&
			 left < next - now) /* now + left may be too much */
			next = now + left;
	}
	return next;
}

void ptimers_clock_was_set(void)
{
	may_wait();
	unsigned turns = 0;

	settings++;
	while (!list_empty(&realtime_timers)) {
		struct ptimer *t =
		    list_first(&realtime_timers, struct ptimer, link);

		if (t->seen == settings)
			return;
		stop(t);
		start(t); /* it goes to the end of the list */
		if (++turns % 64 == 0)
			sched_checkpoint();
	}
}

static void ptimers_exec(struct process *p, bool secure)
{
	(void)secure;
	ptimers_release(p);
}

LIFECYCLE_HOOK(TIMERS, .exec = ptimers_exec, .exit = ptimers_release);
