/* SPDX-License-Identifier: MIT */
/* Puts elements into lists and takes them out. */
#include <search.h>
#include <stddef.h>

struct element {
	struct element *next, *previous;
};

void insque(void *new, void *after)
{
	struct element *e = new, *before = after;

	e->previous = before;
	e->next = before ? before->next : NULL;
	if (before)
		before->next = e;
	if (e->next)
		e->next->previous = e;
}

void remque(void *element)
{
	struct element *e = element;

	if (e->next)
		e->next->previous = e->previous;
	if (e->previous)
		e->previous->next = e->next;
}
