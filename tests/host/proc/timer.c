/* SPDX-License-Identifier: MIT */
/* Timers beside a list of deadlines that is searched through. */
#include "proc/timer.h"
#include "fakes/sched.h"
#include "proc/clock.h"
#include "random.h"

#define TIMERS 700u
#define ROUNDS 4000u
#define SEED   11u
#define NEVER  INT64_MAX

static struct timer timers[TIMERS];
static struct {
	int64_t deadline;
	bool armed;
	uint32_t expired; /* how often */
} model[TIMERS];
static int64_t latest; /* deadline that expired */
static uint32_t expirations, wrong;

static int64_t first_deadline(void)
{
	int64_t first = NEVER;

	for (uint32_t i = 0; i < TIMERS; i++)
		if (model[i].armed && model[i].deadline < first)
			first = model[i].deadline;
	return first;
}

static void arm(uint32_t i, int64_t deadline)
{
	timer_arm(&timers[i], deadline);
	model[i].armed = true;
	model[i].deadline = deadline;
}

static void disarm(uint32_t i)
{
	timer_disarm(&timers[i]);
	model[i].armed = false;
}

/* Of the same few deadlines, or of many; some have passed already. */
static int64_t some_deadline(void)
{
	if (random_below(2))
		return fake_now + 1000 * random_below(20);
	return fake_now + random_below(100000) - 5000;
}

/* It is the first of all; and does what a handler may do. */
static void expire(struct timer *t)
{
	uint32_t i = (uint32_t)(t - timers), other = random_below(TIMERS);

	wrong += !model[i].armed || model[i].deadline != first_deadline() ||
		 timer_is_armed(t) || t->deadline != model[i].deadline;
	model[i].armed = false;
	model[i].expired++;
	latest = model[i].deadline;
	expirations++;
	if (random_below(3) == 0)
		arm(i, fake_now + 10000 + random_below(50000));
	if (random_below(3) == 0)
		disarm(other);
}

static void check_interrupt(void)
{
	uint32_t before = expirations;
	int64_t now = fake_now, first;

	clock_interrupt(false);
	first = first_deadline();
	/* What is left is for later, but for a batch that was full. */
	wrong += first <= now && expirations - before < 64;
	wrong += expirations - before > 64;
	if (first > now)
		wrong += fake_alarm != first;
	else
		wrong += fake_alarm <= now || fake_alarm > now + 1000;
	wrong += expirations > before && latest > now;
}

static void test_random(void)
{
	random_seed(SEED);
	for (uint32_t n = 0; n < ROUNDS; n++) {
		uint32_t i = random_below(TIMERS);

		if (random_below(4))
			arm(i, some_deadline());
		else
			disarm(i);
		wrong += timer_is_armed(&timers[i]) != model[i].armed;
		if (random_below(30) == 0) {
			fake_now += random_below(30000);
			check_interrupt();
		}
	}
	for (uint32_t n = 0; n < 100 && first_deadline() != NEVER; n++) {
		fake_now += 50000;
		check_interrupt();
		for (uint32_t i = 0; i < TIMERS; i += 7)
			disarm(i);
	}
	OK(expirations > 300);
	IS(wrong, 0);
	for (uint32_t i = 0; i < TIMERS; i++)
		disarm(i);
}

/* Only who is first asks for an interrupt. */
static void test_alarm(void)
{
	arm(0, fake_now + 500);
	IS(fake_alarm, model[0].deadline);
	arm(1, fake_now + 900);
	IS(fake_alarm, model[0].deadline);
	arm(2, model[0].deadline);
	IS(fake_alarm, model[0].deadline);
	arm(3, model[0].deadline - 100);
	IS(fake_alarm, model[3].deadline);
	arm(3, fake_now + 5000);
	timer_disarm(&timers[5]);
	for (uint32_t i = 0; i < 4; i++)
		disarm(i);
}

static uint32_t order[3], ended;

static void note(struct timer *t)
{
	order[ended++] = (uint32_t)(t - timers);
}

/* The last time there is does not come after the first. */
static void test_ends_of_time(void)
{
	int64_t now = fake_now;

	for (uint32_t i = 0; i < 4; i++)
		timer_init(&timers[i], note);
	timer_arm(&timers[0], INT64_MAX);
	timer_arm(&timers[1], INT64_MIN);
	timer_arm(&timers[2], INT64_MAX - 1);
	timer_arm(&timers[3], 0);
	clock_interrupt(false);
	IS(ended, 2);
	IS(order[0], 1);
	IS(order[1], 3);
	IS(fake_alarm, INT64_MAX - 1);
	timer_disarm(&timers[2]);
	clock_interrupt(true);
	IS(fake_alarm, INT64_MAX);
	IS(ended, 2);
	timer_disarm(&timers[0]);
	timer_disarm(&timers[0]);
	OK(!timer_is_armed(&timers[0]));
	clock_interrupt(false);
	IS(ended, 2);
	fake_now = now;
}

static void test_times(void)
{
	const struct {
		struct fl_timespec t;
		int result;
		int64_t ns;
	} cases[] = {
		{ { 0, 0 }, 0, 0 },
		{ { 1, 999999999 }, 0, 1999999999 },
		{ { 0, 1000000000 }, -EINVAL, -1 },
		{ { 0, -1 }, -EINVAL, -1 },
		{ { -1, 0 }, -EINVAL, -1 },
		{ { 9223372034, 999999999 }, 0, 9223372034999999999 },
		{ { 9223372035, 0 }, 0, INT64_MAX - 1 },
		{ { INT64_MAX, 999999999 }, 0, INT64_MAX - 1 },
	};

	for (unsigned i = 0; i < ARRAY_SIZE(cases); i++) {
		int64_t ns = -1;

		IS(timespec_to_ns(&cases[i].t, &ns), cases[i].result);
		IS(ns, cases[i].ns);
	}
}

int main(void)
{
	fake_init();
	for (uint32_t i = 0; i < TIMERS; i++)
		timer_init(&timers[i], expire);
	test_alarm();
	test_random();
	test_ends_of_time();
	test_times();
	return tap_done();
}
