/* SPDX-License-Identifier: MIT */
/* Numbers, and the groups and sessions that keep them. */
#include "proc/table.h"
#include "fakes/sched.h"
#include "mm/account.h"
#include "mm/inject.h"
#include "random.h"
#include <faultline/limits.h>
#include <string.h>

#define ROUNDS 60000u
#define SEED   5u
#define LIMIT  ((uint32_t)FL_PID_MAX)

static struct thread thread = { .account = &account_root };
static struct process process;
static bool taken[FL_PID_MAX]; /* the model */
static uint32_t last, wrong;

static uint32_t charged(void)
{
	return account_root.count[ACCOUNT_NUMBERS];
}

/* The first free number behind the last one, or behind 0. */
static int next_number(void)
{
	for (uint32_t i = 1; i < LIMIT; i++) {
		uint32_t n = (last + i) % LIMIT;

		if (n != 0 && !taken[n])
			return (int)n;
	}
	return taken[last] || last == 0 ? -EAGAIN : (int)last;
}

static void take(void)
{
	int wanted = next_number(), n = number_alloc(&thread);

	wrong += n != wanted;
	if (n < 0)
		return;
	wrong += thread_find(n) != &thread || process_find(n) ||
		 group_find(n) || n >= number_limit();
	taken[n] = true;
	last = (uint32_t)n;
	if (n % 3 == 0)
		number_find(n)->process = &process;
}

static void give(uint32_t n)
{
	if (!taken[n])
		return;
	number_find((int)n)->thread = NULL;
	number_release_if_free((int)n);
	if (n % 3 == 0) {
		wrong += process_find((int)n) != &process;
		number_find((int)n)->process = NULL;
		number_release_if_free((int)n);
	}
	taken[n] = false;
}

static void check_next(void)
{
	uint32_t from = random_below(LIMIT), n = from;
	uint32_t count = 0, highest = 0;

	while (n < LIMIT && !(taken[n] && n % 3 == 0))
		n++;
	wrong += process_next((int)from) != (n < LIMIT ? &process : NULL);
	for (uint32_t i = 1; i < LIMIT; i++) {
		count += taken[i];
		highest = taken[i] ? i : highest;
	}
	wrong += charged() != count;
	wrong += number_limit() <= (int)highest && count > 0;
	wrong += number_limit() > (int)(highest + 128);
}

static void give_all(void)
{
	for (uint32_t i = 1; i < LIMIT; i++)
		give(i);
	IS(charged(), 0);
	IS(number_limit(), 0);
	OK(!process_next(0));
}

static void test_random(void)
{
	random_seed(SEED);
	for (uint32_t i = 0; i < ROUNDS; i++) {
		uint32_t chance = (i / 10000) % 2 ? 40 : 70;

		if (random_below(100) < chance)
			take();
		else
			give(random_below(2)
				 ? random_below(LIMIT)
				 : (last + LIMIT - random_below(40)) % LIMIT);
		if (i % 256 == 0)
			check_next();
	}
	IS(wrong, 0);
	give_all();
}

/* All of them, and one of them again. */
static void test_all(void)
{
	for (uint32_t i = 1; i < LIMIT; i++)
		take();
	IS(charged(), LIMIT - 1);
	IS(number_alloc(&thread), -EAGAIN);
	IS(charged(), LIMIT - 1);
	IS(number_limit(), LIMIT);
	give(77);
	take();
	IS(last, 77);
	give(LIMIT - 1);
	take();
	IS(last, LIMIT - 1);
	give(1);
	take();
	IS(last, 1);
	IS(wrong, 0);
	give_all();
}

static void test_find(void)
{
	OK(!number_find(0));
	OK(!number_find(-1));
	OK(!number_find(FL_PID_MAX));
	OK(!process_find(INT32_MAX));
	OK(!process_find(INT32_MIN));
	OK(!thread_find(-5));
	OK(!group_find(LIMIT));
	OK(!process_next(LIMIT));
	OK(!process_next(INT32_MAX));
	OK(!process_next(INT32_MIN));
}

/* A user has so many numbers and no more; and what fails costs nothing. */
static void test_failures(void)
{
	struct account *a = account_find_or_make(1000);
	struct thread users = { .account = a };
	int objects = fake_objects, n = 0, count = 0;

	/* A number in the page of the last one needs no memory. */
	while (last % 128 != 127)
		take(), give(last);
	fault_inject(1);
	IS(number_alloc(&thread), -EAGAIN);
	fault_inject(0);
	IS(charged(), 0);
	while ((n = number_alloc(&users)) > 0) {
		taken[n] = true;
		last = (uint32_t)n;
		count++;
	}
	IS(n, -EAGAIN);
	IS(count, LIMIT / 2);
	OK(a->count[ACCOUNT_NUMBERS] == LIMIT / 2);
	for (uint32_t i = 1; i < LIMIT; i++) {
		if (!taken[i])
			continue;
		number_find((int)i)->thread = NULL;
		number_release_if_free((int)i);
		taken[i] = false;
	}
	IS(number_limit(), 0);
	OK(fake_objects <= objects); /* the user's account is gone, too */
}

/* A number is its group's and its session's, too, for as long as they live. */
static void test_groups(void)
{
	struct process p[3];
	struct session *s;
	int n = number_alloc(&thread), objects = fake_objects;

	memset(p, 0, sizeof(p));
	for (int i = 0; i < 3; i++)
		list_init(&p[i].group_link);
	number_find(n)->process = &p[0];
	p[0].pid = n;
	s = session_create(n);
	IS(group_move(&p[0], n, s), 0);
	session_release(s); /* the group holds it now */
	IS(group_move(&p[1], n, s), 0);
	OK(p[1].group == group_find(n) && p[1].group == p[0].group);
	p[1].parent = &p[0];
	OK(group_is_orphaned(p[0].group));
	p[2].parent = &p[0];
	fault_inject(1);
	IS(group_move(&p[2], n + 1, s), -ENOMEM);
	fault_inject(0);
	OK(!p[2].group && !group_find(n + 1));
	IS(number_alloc(&thread), n + 1);
	IS(group_move(&p[2], n + 1, s), 0);
	OK(!group_is_orphaned(p[2].group));
	p[2].state = PROCESS_ZOMBIE;
	OK(group_is_orphaned(p[2].group));
	p[2].state = PROCESS_RUNNING;
	IS(group_move(&p[1], n + 1, s), 0);
	IS(p[2].group->references, 2);
	/* The leader goes; its number stays. */
	number_find(n)->process = NULL;
	number_find(n)->thread = NULL;
	number_release_if_free(n);
	OK(group_find(n) == p[0].group);
	IS(group_move(&p[0], n + 1, s), 0);
	OK(!group_find(n));
	OK(number_find(n)->session == s); /* of the other group */
	IS(s->references, 1);
	number_find(n + 1)->thread = NULL;
	number_release_if_free(n + 1);
	for (int i = 0; i < 3; i++) {
		list_remove(&p[i].group_link);
		group_release(p[i].group);
	}
	OK(!group_find(n + 1));
	IS(charged(), 0);
	IS(fake_objects, objects);
}

int main(void)
{
	fake_init();
	test_find();
	test_random();
	test_all();
	test_failures();
	test_groups();
	return tap_done();
}
