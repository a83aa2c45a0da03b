/* SPDX-License-Identifier: MIT */
/*
 * Numbers: what has a process number, group number, session number or
 * thread number.  One table for all, so that a number that is still in use
 * as a group's is not given to a new process.
 */
#include "proc/table.h"
#include "proc/process.h"
#include "lib/lock.h"
#include "lib/string.h"
#include "mm/slab.h"
#include "window/facts.h"
#include <faultline/limits.h>

#define PER_PAGE   256u
#define PAGE_COUNT (FL_PID_MAX / PER_PAGE)

static struct number *pages[PAGE_COUNT];
static uint16_t in_use[PAGE_COUNT];
static uint32_t last;

static bool is_free(uint32_t n)
{
	const struct number *page = pages[n / PER_PAGE];
	const struct number *x;

	if (page == NULL)
		return true;
	x = &page[n % PER_PAGE];
	return !x->process && !x->group && !x->session && !x->thread;
}

struct number *number_find(int n)
{
	struct number *page;

	if (n <= 0 || n >= FL_PID_MAX)
		return NULL;
	page = pages[(uint32_t)n / PER_PAGE];
	return page ? &page[(uint32_t)n % PER_PAGE] : NULL;
}

int number_alloc(struct thread *t)
{
	uint32_t n = last;

	for (uint32_t tries = 0; tries < FL_PID_MAX; tries++) {
		if (++n >= FL_PID_MAX)
			n = 2;
		if (in_use[n / PER_PAGE] == PER_PAGE) {
			n |= PER_PAGE - 1; /* the whole page is full */
			tries += PER_PAGE - 1;
			continue;
		}
		if (is_free(n))
			return number_take(n, t);
	}
	return -EAGAIN;
}

/* A page without numbers goes, unless the next one will be in it. */
static void free_if_unused(uint32_t page)
{
	if (in_use[page] != 0 || page == last / PER_PAGE)
		return;
	kfree(pages[page]);
	pages[page] = NULL;
}

int number_take(uint32_t n, struct thread *t)
{
	struct number **page = &pages[n / PER_PAGE];
	uint32_t before = last;

	if (*page == NULL)
		*page = kzalloc(PER_PAGE * sizeof(struct number));
	if (*page == NULL)
		return -EAGAIN;
	(*page)[n % PER_PAGE].thread = t;
	if (in_use[n / PER_PAGE]++ == 0)
		facts_update_system(); /* number_limit() may have grown */
	last = n;
	free_if_unused(before / PER_PAGE);
	return (int)n;
}

void number_release_if_free(int n)
{
	if (!is_free((uint32_t)n))
		return;
	in_use[(uint32_t)n / PER_PAGE]--;
	free_if_unused((uint32_t)n / PER_PAGE);
}

int number_limit(void)
{
	uint32_t page = PAGE_COUNT;

	while (page > 0 && in_use[page - 1] == 0)
		page--;
	return (int)(page * PER_PAGE);
}

struct process *process_find(int pid)
{
	const struct number *x = number_find(pid);

	return x ? x->process : NULL;
}

struct group *group_find(int pgid)
{
	const struct number *x = number_find(pgid);

	return x ? x->group : NULL;
}

struct thread *thread_find(int tid)
{
	const struct number *x = number_find(tid);

	return x ? x->thread : NULL;
}

struct process *process_next(int pid)
{
	for (uint32_t n = (uint32_t)MAX(pid, 1); n < FL_PID_MAX; n++) {
		const struct number *page = pages[n / PER_PAGE];

		if (page == NULL || in_use[n / PER_PAGE] == 0) {
			n |= PER_PAGE - 1;
			continue;
		}
		if (page[n % PER_PAGE].process != NULL)
			return page[n % PER_PAGE].process;
	}
	return NULL;
}
