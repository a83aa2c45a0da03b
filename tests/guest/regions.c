/* SPDX-License-Identifier: MIT */
/*
 * Thousands of regions, changed at random, beside a model that knows of each
 * page what it allows and what it holds.
 */
#include "tap.h"
#include <faultline/calls.h>
#include <faultline/pages.h>
#include <faultline/system.h>
#include <sys/mman.h>
#include <sys/param.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE	   4096u
#define PAGES	   16384u
#define OPERATIONS 30000
#define MOST	   8u /* pages that an operation changes */
#define MAPPED	   FL_PAGE_ANONYMOUS
#define RW	   (PROT_READ | PROT_WRITE)

struct page {
	unsigned short mode; /* MAPPED and PROT_*; 0: a hole */
	unsigned tag;	     /* what it holds */
};

static struct page model[PAGES];
static char *block;
static unsigned block_page, mapped, wrong;

static unsigned random_below(unsigned n)
{
	static unsigned state = 2463534242u;

	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % n;
}

static void expect(int good, const char *what, unsigned page)
{
	if (!good && wrong++ < 10)
		printf("# %s: page %u\n", what, page);
}

static unsigned *word(unsigned page)
{
	return (unsigned *)(block + (size_t)page * PAGE);
}

static void check_page(unsigned i)
{
	unsigned entry = FL_PAGES[block_page + i];

	expect((entry & (FL_PAGE_BACKING | 7)) == model[i].mode, "mode", i);
	if (entry & FL_PAGE_RESIDENT && model[i].mode & PROT_READ)
		expect(*word(i) == model[i].tag, "contents", i);
	else if (!(entry & FL_PAGE_RESIDENT) && model[i].mode != MAPPED)
		expect(model[i].tag == 0, "contents lost", i);
}

static void check_range(unsigned start, unsigned end)
{
	for (unsigned i = start ? start - 1 : 0; i < PAGES && i <= end; i++)
		check_page(i);
}

static unsigned virtual_pages(void)
{
	return FL_PROCESSES[getpid()].pages_virtual;
}

static void set(unsigned start, unsigned end, unsigned mode, unsigned tag)
{
	for (unsigned i = start; i < end; i++) {
		mapped -= model[i].mode != 0;
		model[i].mode = (unsigned short)mode;
		model[i].tag = tag;
		mapped += mode != 0;
	}
}

static unsigned random_protection(void)
{
	static const unsigned all[] = { PROT_NONE, PROT_READ, RW, RW, 7 };

	return all[random_below(5)];
}

/* Zeros are there now; some are written to. */
static void mapped_now(unsigned start, unsigned end, unsigned protection)
{
	unsigned tag = 0;

	if (protection & PROT_WRITE && random_below(2))
		tag = random_below(1000000) + 1;
	set(start, end, MAPPED | protection, tag);
	for (unsigned i = start; tag && i < end; i++)
		*word(i) = tag;
}

static void unmap(unsigned start, unsigned end)
{
	expect(munmap(word(start), (end - start) * PAGE) == 0, "munmap", start);
	set(start, end, 0, 0);
}

static void map_fixed(unsigned start, unsigned end)
{
	unsigned protection = random_protection();
	void *p = mmap(word(start), (end - start) * PAGE, (int)protection,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	expect(p == word(start), "mmap at a fixed place", start);
	mapped_now(start, end, protection);
}

/* Where so many pages go: the end of the highest hole, or below the block. */
static int highest_hole(unsigned count)
{
	unsigned free = 0;

	for (int i = PAGES - 1; i >= 0; i--) {
		free = model[i].mode ? 0 : free + 1;
		if (free == count)
			return i;
	}
	return -(int)(count - free);
}

static void map_anywhere(unsigned count)
{
	unsigned protection = random_protection();
	int at = highest_hole(count);
	char *p = mmap(NULL, count * PAGE, (int)protection,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	expect(p == block + at * (int)PAGE, "mmap anywhere", (unsigned)at);
	if (at >= 0)
		mapped_now((unsigned)at, (unsigned)at + count, protection);
	else
		munmap(p, count * PAGE);
	check_range((unsigned)MAX(at, 0), (unsigned)(at + (int)count));
}

static void protect(unsigned start, unsigned end)
{
	unsigned protection = random_protection();
	int complete = 1, result;

	for (unsigned i = start; i < end; i++)
		complete &= model[i].mode != 0;
	result = mprotect(word(start), (end - start) * PAGE, (int)protection);
	expect(result == (complete ? 0 : -1), "mprotect", start);
	for (unsigned i = start; result == 0 && i < end; i++)
		model[i].mode = (unsigned short)(MAPPED | protection);
}

/* A page goes to another place, with what it holds. */
static void move(unsigned from, unsigned to)
{
	if (model[from].mode == 0 || from == to)
		return;
	FL_PAGES[block_page + to] =
	    (block_page + from) << 12 | (model[from].mode & 7u);
	set(to, to + 1, model[from].mode, model[from].tag);
	set(from, from + 1, 0, 0);
	check_page(from);
	check_page(to);
}

static void change(void)
{
	unsigned start = random_below(PAGES - MOST), kind = random_below(100);
	unsigned end = start + 1 + random_below(random_below(2) ? MOST : 2);

	if (kind < 20)
		unmap(start, end);
	else if (kind < 45)
		map_anywhere(end - start);
	else if (kind < 65)
		map_fixed(start, end);
	else if (kind < 90)
		protect(start, end);
	else
		move(start, random_below(PAGES));
	check_range(start, end);
}

/* At the top of what is free, with no hole above. */
static void make_block(void)
{
	block = mmap(NULL, PAGES * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
		     -1, 0);
	block_page = (unsigned)block / PAGE;
	set(0, PAGES, MAPPED, 0);
	for (;;) {
		char *p = mmap(NULL, PAGE, PROT_READ,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (p < block) {
			munmap(p, PAGE);
			return;
		}
	}
}

static unsigned count_regions(void)
{
	unsigned count = 0;

	for (unsigned i = 0; i < PAGES; i++)
		count += model[i].mode != 0 &&
			 (i == 0 || model[i].mode != model[i - 1].mode);
	return count;
}

static void test_changes(void)
{
	unsigned before = virtual_pages() - mapped;

	for (int i = 0; i < OPERATIONS; i++) {
		change();
		if (i % 3000 == 0) {
			check_range(0, PAGES);
			expect(virtual_pages() == before + mapped, "sum",
			       virtual_pages());
		}
	}
	check_range(0, PAGES);
	expect(virtual_pages() == before + mapped, "sum", virtual_pages());
	ok(wrong == 0, "%d changes are as the model has them", OPERATIONS);
	ok(count_regions() > 5000, "among %u regions", count_regions());
}

static void test_fork(void)
{
	int status = -1;
	pid_t pid;

	wrong = 0;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		check_range(0, PAGES);
		for (int i = 0; i < 1000; i++)
			change();
		check_range(0, PAGES);
		_exit(wrong != 0);
	}
	waitpid(pid, &status, 0);
	ok(status == 0, "a child has them all, and changes its own");
	check_range(0, PAGES);
	ok(wrong == 0, "which the parent does not see");
}

static unsigned dig(unsigned depth)
{
	volatile char page[PAGE];

	page[0] = (char)depth;
	return depth ? dig(depth - 1) + (unsigned)page[0] : 0;
}

/* A stack of which a part is locked, or may be executed, is in parts. */
static void test_cut_stack(void)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		volatile char here = 0;
		char *page = (char *)((unsigned)&here & ~(PAGE - 1));

		if (mprotect(page, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC))
			_exit(2);
		dig(200);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	ok(status == 0, "a stack that was cut still grows");
}

int main(void)
{
	make_block();
	test_changes();
	test_fork();
	test_cut_stack();
	return done();
}
