/* SPDX-License-Identifier: MIT */
/* What parameters mean, and values that mean something to them. */
#ifndef TESTS_FUZZ_VALUES_H
#define TESTS_FUZZ_VALUES_H

#include "program.h"

/*
 * How a parameter gets its value, found by its call's name and its own, or by
 * its own alone.
 */
struct values {
	const char *call, *parameter;		 /* call NULL: any */
	enum values_use { ONE_OF, SOME_OF } use; /* one, or several ored */
	uint8_t count;
	uint32_t of[24];
};
const struct values *values_of(const char *call, const char *parameter);

/*
 * The words of a type: each letter makes one.
 *	0 zero	s small	n nanoseconds	z size	a address	f descriptor
 *	p process	g signal	m random bits	b memory of bytes
 *	e poll events	v { vector }	c { passed descriptors }	k { name
 *} h handler	t two halves	u user
 */
const char *words_of(const char *type);

/* Numbers that break things. */
extern const uint32_t edges[];
extern const unsigned edge_count;

#endif
