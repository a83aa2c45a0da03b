/* SPDX-License-Identifier: MIT */
/* Functions to run around fork(). */
#include "../internal/libc.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

struct handlers {
	struct handlers *next, *previous;
	void (*function[3])(void); /* prepare, parent, child */
};

static struct handlers *first, *last;

int pthread_atfork(void (*prepare)(void), void (*parent)(void),
		   void (*child)(void))
{
	struct handlers *h = malloc(sizeof(*h));

	if (!h)
		return ENOMEM;
	h->function[0] = prepare;
	h->function[1] = parent;
	h->function[2] = child;
	h->next = NULL;
	h->previous = last;
	if (last)
		last->next = h;
	else
		first = h;
	last = h;
	return 0;
}

/* Before fork() the latest goes first, after it the earliest. */
void __atfork_run(int when)
{
	struct handlers *h;

	for (h = when == 0 ? last : first; h;
	     h = when == 0 ? h->previous : h->next)
		if (h->function[when])
			h->function[when]();
}
