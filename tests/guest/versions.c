/* SPDX-License-Identifier: MIT */
/*
 * A program built against the first table of calls, as it would be years
 * later: numbers instead of names, and nothing of today's headers.  If a line
 * of this has to be changed, the interface has been broken.
 */
#include "tap.h"
#include <unistd.h>

#define SLOT(address) (*(volatile int *)(address))
#define ARG(n)	      (((volatile unsigned *)0xbfffe000)[(n)-1])
#define ERROR	      (*(volatile int *)0xbfffe018)
#define RESULT	      (*(volatile int *)0xbfffe01c)
#define RESULT_HI     (*(volatile int *)0xbfffe020)
#define FACT(n)	      (((const volatile unsigned *)0xbffff000)[n])

#define BARRIER() __asm__ volatile("" : : : "memory")

static int call3(unsigned slot, unsigned a, unsigned b, unsigned c)
{
	int result;

	ARG(1) = a;
	ARG(2) = b;
	ARG(3) = c;
	BARRIER();
	result = SLOT(slot);
	BARRIER();
	return result;
}

int main(void)
{
	char text[8] = "";
	int pair[2], fd;

	ok(SLOT(0xbf800000) == 0, "0.0 null");
	ok(FACT(0) >= 1, "the facts page begins with the ABI's version");
	ok(FACT(1) == 4096 && (int)FACT(2) == getpid(),
	   "page size and process number follow");
	fd = call3(0xbf801000, (unsigned)"/etc/passwd", 0, 0);
	ok(fd >= 0, "1.0 open");
	ok(call3(0xbf802000, (unsigned)fd, (unsigned)text, 4) == 4 &&
	       memcmp(text, "root", 4) == 0,
	   "2.0 read");
	ok(call3(0xbf80200c, (unsigned)fd, 1, 1) == 1 && RESULT_HI == 1,
	   "2.3 lseek: 64 bits");
	ok(call3(0xbf802008, (unsigned)fd, 0, 0) == 0, "2.2 close");
	ok(call3(0xbf802008, (unsigned)fd, 0, 0) == -1 && ERROR == 9,
	   "ERRNO is EBADF, 9");
	ok(call3(0xbf802048, (unsigned)pair, 0, 0) == 0, "2.18 pipe2");
	ok(call3(0xbf802004, (unsigned)pair[1], (unsigned)"abc", 3) == 3,
	   "2.1 write");
	SLOT(0xbf802008) = pair[1];
	ok(RESULT == 0, "a store runs the call with the value as ARG1");
	ok(call3(0xbf807020, 0, 0, 0) == -1 && ERROR == 38,
	   "7.8, retired, is ENOSYS, 38");
	ok(call3(0xbf807ffc, 0, 0, 0) == -1 && ERROR == 38,
	   "a slot that nobody has used yet, too");
	return done();
}
