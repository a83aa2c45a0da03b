/* SPDX-License-Identifier: MIT */
/*
 * The numbers of processes, threads, groups and sessions.  There is one table
 * for all of them, so that a number that is still a group's is not given to a
 * new process.
 */
#include "proc/table.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "mm/slab.h"
#include "proc/process.h"
#include "window/facts.h"
#include <faultline/limits.h>

#define PER_PAGE   128u
#define PAGE_COUNT (FL_PID_MAX / PER_PAGE)

_Static_assert(FL_PID_MAX % (32 * 32) == 0 && FL_PID_MAX % PER_PAGE == 0,
	       "whole words and pages");

/* A part of the table.  It is charged to root, since it serves all users. */
struct page {
	struct number numbers[PER_PAGE];
};

static struct page *pages[PAGE_COUNT];
static uint32_t in_use[PAGE_COUNT]; /* numbers of each page */
static uint32_t page_limit;	    /* pages from here on have none in use */
static uint32_t last;		    /* the number that was given out last */

/*
 * Bit n of used[] is set if number n is in use (0 never is free).  Bit n of
 * full[] is set if all bits of used[n] are.
 */
static uint32_t used[FL_PID_MAX / 32] = { 1 };
static uint32_t full[FL_PID_MAX / 32 / 32];

static void mark(uint32_t n)
{
	uint32_t word = n / 32;

	KASSERT(n < FL_PID_MAX && !(used[word] >> n % 32 & 1));
	used[word] |= 1u << n % 32;
	if (used[word] == ~0u)
		full[word / 32] |= 1u << word % 32;
	if (in_use[n / PER_PAGE]++ > 0 || n / PER_PAGE < page_limit)
		return;
	page_limit = n / PER_PAGE + 1;
	facts_update_system(); /* number_limit() has grown */
}

static void unmark(uint32_t n)
{
	KASSERT(used[n / 32] >> n % 32 & 1 && in_use[n / PER_PAGE] > 0);
	used[n / 32] &= ~(1u << n % 32);
	full[n / 32 / 32] &= ~(1u << n / 32 % 32);
	in_use[n / PER_PAGE]--;
	while (page_limit > 0 && in_use[page_limit - 1] == 0)
		page_limit--;
}

/* The first free number from n on, or FL_PID_MAX. */
static uint32_t next_free(uint32_t n)
{
	uint32_t word = n / 32, bits;

	if (n >= FL_PID_MAX)
		return n;
	bits = ~used[word] & ~0u << n % 32;
	if (bits != 0)
		return word * 32 + (uint32_t)__builtin_ctz(bits);
	if (++word == ARRAY_SIZE(used))
		return FL_PID_MAX;
	bits = ~full[word / 32] & ~0u << word % 32;
	for (uint32_t w = word / 32; bits == 0;) {
		if (++w == ARRAY_SIZE(full))
			return FL_PID_MAX;
		word = w * 32;
		bits = ~full[w];
	}
	word = word / 32 * 32 + (uint32_t)__builtin_ctz(bits);
	return word * 32 + (uint32_t)__builtin_ctz(~used[word]);
}

static bool is_free(uint32_t n)
{
	const struct number *x = &pages[n / PER_PAGE]->numbers[n % PER_PAGE];

	return !x->process && !x->group && !x->session && !x->thread;
}

struct number *number_find(int n)
{
	struct page *page;

	if (n <= 0 || n >= FL_PID_MAX)
		return NULL;
	page = pages[(uint32_t)n / PER_PAGE];
	return page ? &page->numbers[(uint32_t)n % PER_PAGE] : NULL;
}

/* Frees a page without numbers, unless the next number will be in it. */
static void free_if_unused(uint32_t page)
{
	if (in_use[page] != 0 || page == last / PER_PAGE)
		return;
	kfree(pages[page]);
	pages[page] = NULL;
}

/* Gives the free number n to t, and charges t's account for it. */
static int take(uint32_t n, struct thread *t)
{
	struct page **page = &pages[n / PER_PAGE];
	uint32_t before = last;

	if (account_charge(t->account, ACCOUNT_NUMBERS) != 0)
		return -EAGAIN;
	if (!*page)
		*page = kmalloc_with(sizeof(**page), pages);
	if (!*page) {
		account_uncharge(t->account, ACCOUNT_NUMBERS);
		return -EAGAIN;
	}
	(*page)->numbers[n % PER_PAGE].thread = t;
	(*page)->numbers[n % PER_PAGE].account = t->account;
	mark(n);
	last = n;
	free_if_unused(before / PER_PAGE);
	return (int)n;
}

/* Numbers go up and start over at the end, so that none is used again soon. */
int number_alloc(struct thread *t)
{
	uint32_t n = next_free(last + 1);

	if (n == FL_PID_MAX)
		n = next_free(0);
	return n == FL_PID_MAX ? -EAGAIN : take(n, t);
}

void number_release_if_free(int n)
{
	struct number *x = number_find(n);

	KASSERT(x && x->account);
	if (!is_free((uint32_t)n))
		return;
	account_uncharge(x->account, ACCOUNT_NUMBERS);
	x->account = NULL;
	unmark((uint32_t)n);
	free_if_unused((uint32_t)n / PER_PAGE);
}

int number_limit(void)
{
	return (int)(page_limit * PER_PAGE);
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
		const struct page *page = pages[n / PER_PAGE];

		if (!page || in_use[n / PER_PAGE] == 0) {
			n |= PER_PAGE - 1;
			continue;
		}
		if (page->numbers[n % PER_PAGE].process)
			return page->numbers[n % PER_PAGE].process;
	}
	return NULL;
}
