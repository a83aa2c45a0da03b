/* SPDX-License-Identifier: MIT */
/*
 * The page table as an array: entry n says what page n of this process is,
 * and storing an entry makes it so.
 */
#include <faultline/calls.h>
#include <faultline/pages.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT 256 /* pages: a megabyte */

/* Nobody else is here: programs lie below, libraries' mappings above. */
static volatile char *const base = (char *)0x20000000;
static volatile char *const other = (char *)0x30000000;

static sigjmp_buf back;

static void show(const char *what, const volatile char *address)
{
	unsigned entry = FL_PAGE_OF(address);

	printf("%-16s %08x %c%c%c %s%s\n", what, entry,
	       entry & FL_PAGE_READ ? 'r' : '-',
	       entry & FL_PAGE_WRITE ? 'w' : '-',
	       entry & FL_PAGE_EXEC ? 'x' : '-',
	       entry == 0		  ? "nothing"
	       : entry & FL_PAGE_RESIDENT ? "resident"
					  : "no memory yet",
	       entry & FL_PAGE_DIRTY ? " dirty" : "");
}

/* A store of an entry says in RESULT how it went. */
static void check(const char *what)
{
	if (*RESULT == 0)
		return;
	fprintf(stderr, "%s: %s\n", what, strerror(*ERRNO));
	exit(1);
}

static void on_fault(int sig)
{
	(void)sig;
	siglongjmp(back, 1);
}

int main(void)
{
	signal(SIGSEGV, on_fault);
	show("before", base);

	/* An entry is four bytes, all of them NEW | READ | WRITE. */
	memset((void *)&FL_PAGE_OF(base),
	       FL_PAGE_NEW | FL_PAGE_READ | FL_PAGE_WRITE, COUNT * 4);
	check("memset");
	show("mapped", base);

	strcpy((char *)base, "moved without a copy");
	show("written", base);

	FL_PAGE_OF(base) &= ~FL_PAGE_WRITE; /* one instruction, on a window */
	check("write-protect");
	if (sigsetjmp(back, 1) == 0) {
		base[0] = 'M';
		return 1;
	}
	show("write-protected", base);

	FL_PAGE_OF(other) = FL_PAGE_OF(base);
	check("move");
	show("moved: here", other);
	show("moved: there", base);
	printf("%s\n", (const char *)other);

	FL_PAGE_OF(other) = 0;
	check("unmap");
	show("unmapped", other);
	return fflush(stdout) != 0;
}
