/* SPDX-License-Identifier: MIT */
/* What the guided fuzzer has found, one test for each. */
#include "tap.h"
#include <limits.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

static long long cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

/*
 * The time of the next look at timers on a CPU clock wrapped around: it was in
 * the past, and so the clock interrupted again at once, for ever.
 */
static void cpu_timer_at_the_end_of_time(void)
{
	struct itimerspec end = { .it_value = { .tv_sec = LLONG_MAX } };
	struct itimerspec left;
	struct sigevent none = { .sigev_notify = SIGEV_NONE };
	long long begin = cpu_ns();
	volatile unsigned rounds = 0;
	timer_t timer;

	ok(timer_create(CLOCK_PROCESS_CPUTIME_ID, &none, &timer) == 0 &&
	       timer_settime(timer, 0, &end, NULL) == 0,
	   "a timer that no process lives to see");
	while (cpu_ns() - begin < 60000000)
		rounds++;
	ok(timer_gettime(timer, &left) == 0 && left.it_value.tv_sec > 1000,
	   "cpu_timer_at_the_end_of_time: its process goes on (%u)", rounds);
	timer_delete(timer);
}

/* The number without an opposite names no group: the sign was changed blindly.
 */
static void group_of_the_smallest_number(void)
{
	ok(kill(INT_MIN, 0) == -1 && errno == ESRCH,
	   "kill_group_of_the_smallest_number");
	ok(waitpid(INT_MIN, NULL, WNOHANG) == -1 && errno == ESRCH,
	   "wait_for_group_of_the_smallest_number");
}

/*
 * mmap() chooses places below where the stack may grow to.  A limit of odd
 * bytes made it choose places that are no pages, which ended the machine.
 */
static void stack_limit_of_odd_bytes(void)
{
	static const rlim_t limits[] = { 1, 65537, 8388607, 67108863 };
	struct rlimit before, odd;
	int held = 1;

	getrlimit(RLIMIT_STACK, &before);
	odd = before;
	for (unsigned i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		void *page;

		odd.rlim_cur = limits[i];
		setrlimit(RLIMIT_STACK, &odd);
		page = mmap(NULL, 8192, PROT_READ, MAP_SHARED | MAP_ANONYMOUS,
			    -1, 0);
		held &= page != MAP_FAILED && (uintptr_t)page % 4096 == 0;
		munmap(page, 8192);
	}
	setrlimit(RLIMIT_STACK, &before);
	ok(held, "stack_limit_of_odd_bytes");
}

int main(void)
{
	stack_limit_of_odd_bytes();
	group_of_the_smallest_number();
	cpu_timer_at_the_end_of_time();
	return done();
}
