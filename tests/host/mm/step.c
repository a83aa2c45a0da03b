/* SPDX-License-Identifier: MIT */
/* How a step is chosen and done; a failure leaves everything as it was. */
#include "step.h"
#include "mm/inject.h"
#include "random.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct place place;

void fail(const char *what, ...)
{
	va_list args;

	printf("not ok 1 - mm/space: ");
	va_start(args, what);
	vprintf(what, args);
	va_end(args);
	printf("\n# seed %u, step %u: %s\n1..1\n", place.seed, place.step,
	       place.name);
	exit(1);
}

void must(bool condition, const char *what)
{
	if (!condition)
		fail("%s", what);
}

static void must_match(const struct world *w)
{
	const char *wrong = model_compare(w);

	if (wrong)
		fail("%s", wrong);
}

/* --- Failures leave everything as it was. --- */

/* A number for how a space is divided into regions. */
static uint32_t division(const struct world *w)
{
	uint32_t sum = 0;

	for (struct region *r = shape_first(w->space); r; r = region_next(r))
		sum = sum * 31 + shape_start(r) + shape_end_of(r) * 7;
	return sum;
}

static void check_failure(const struct step *s, long result, uint32_t before)
{
	if (result != -ENOMEM)
		fail("an allocation failed: %ld", result);
	if (!s->may_remain) {
		must(division(s->w) == before, "a failure cut a region");
		must_match(s->w);
	} else if (model_compare(s->w)) {
		s->may_remain(s);
		must_match(s->w);
	}
}

long perform(struct step *s)
{
	bool failing = random_below(4) == 0;

	place.name = s->name;
	for (uint32_t n = 1; failing; n++) {
		uint32_t before = division(s->w);
		long result;

		fault_inject(n);
		result = s->act(s);
		failing = fault_report().failures > 0;
		fault_inject(0);
		if (!failing || result == 0)
			return result;
		check_failure(s, result, before);
	}
	return s->act(s);
}

void must_be(long result, long wanted)
{
	if (result != wanted)
		fail("is %ld, wanted %ld", result, wanted);
}

/* --- What is chosen. --- */

struct world *some_world(void)
{
	struct world *w;

	do
		w = &worlds[random_below(WORLDS)];
	while (!w->space);
	place.w = w;
	return w;
}

uint8_t some_protection(void)
{
	static const uint8_t likely[] = { PROT_READ | PROT_WRITE, PROT_READ,
					  PROT_NONE, PROT_WRITE,
					  PROT_READ | PROT_EXEC };

	return likely[random_below(5)];
}

static uint32_t some_count(void)
{
	return random_below(20) ? 1 + random_below(12) : 1 + random_below(300);
}

/* Holes are many: half of the ranges have none. */
static void leave_holes_out(struct step *s)
{
	const struct page *pages = s->w->pages;
	uint32_t n = 0;

	while (s->first + s->count < PAGES && !pages[s->first].look.mapped)
		s->first++;
	while (n < s->count && pages[s->first + n].look.mapped)
		n++;
	s->count = MAX(n, 1u);
}

struct step some_range(const char *name)
{
	struct step s = { .name = name, .w = some_world() };

	s.count = some_count();
	s.first = random_below(PAGES - s.count + 1);
	if (random_below(2))
		leave_holes_out(&s);
	return s;
}

bool joins(struct world *w, uint32_t upper)
{
	const struct look *a, *b;

	if (upper == 0 || upper >= PAGES)
		return false;
	a = &w->pages[upper - 1].look;
	b = &w->pages[upper].look;
	return shape_is_plain(a) && shape_is_plain(b) && a->prot == b->prot;
}

bool is_joined(struct world *w, uint32_t upper)
{
	struct region *r = space_find(w->space, PAGE_AT(upper));

	return shape_start(r) < PAGE_AT(upper);
}

void must_be_joined(struct world *w, uint32_t first, uint32_t count)
{
	for (uint32_t i = first; i <= first + count; i++)
		must(!joins(w, i) || is_joined(w, i), "regions are not joined");
}
