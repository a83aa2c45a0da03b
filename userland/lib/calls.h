/* SPDX-License-Identifier: MIT */
/* The names of calls and of their parameters, from the list of calls. */
#ifndef USERLAND_CALLS_H
#define USERLAND_CALLS_H

#include <stddef.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* word: which of ARG1..ARG6 it begins in, from 0. */
struct call_parameter {
	const char *type, *name;
	int word;
};

struct call_name {
	unsigned slot; /* offset in the call pages */
	const char *name, *result;
	int count;
	struct call_parameter parameters[6];
};

#include "call-names.h"

static inline const struct call_name *find_call(unsigned slot)
{
	for (size_t i = 0; i < ARRAY_SIZE(call_names); i++)
		if (call_names[i].slot == slot)
			return &call_names[i];
	return NULL;
}

#endif
