/* SPDX-License-Identifier: MIT */
/* Steps of the random sequences, and what all of them do alike. */
#ifndef TESTS_HOST_MM_STEP_H
#define TESTS_HOST_MM_STEP_H

#include "model.h"

/* An operation, its arguments chosen. */
struct step {
	const char *name;
	long (*act)(struct step *s);
	/* A failure may leave this done: NULL, nothing. */
	void (*may_remain)(const struct step *s);
	struct world *w, *other;
	uint32_t first, count, to, number;
	struct look look;
	enum space_access access;
	bool fixed, lock;
};

/* Where the run is, and the space that the step has to do with. */
extern struct place {
	uint32_t seed, step;
	const char *name;
	struct world *w;
} place;

/* Both end the test with the place, unless all is well. */
void fail(const char *what, ...) __attribute__((format(printf, 1, 2)));
void must(bool condition, const char *what);
void must_be(long result, long wanted);

/*
 * Does it, or first lets the first allocation fail, then the second, and so on,
 * until it has all that it asks for.
 */
long perform(struct step *s);

struct world *some_world(void);
uint8_t some_protection(void);
/* A range that lies in the model, of some space. */
struct step some_range(const char *name);

/* May two regions meet below the page, and become one?  Are they one? */
bool joins(struct world *w, uint32_t upper);
bool is_joined(struct world *w, uint32_t upper);
/* Regions that are alike are one, in the range and at its ends. */
void must_be_joined(struct world *w, uint32_t first, uint32_t count);

/* Accesses of programs: to any page, and to the stack and what is below it. */
void step_access(void);
void step_push(void);
void step_stack_limit(void); /* it changes */

#endif
