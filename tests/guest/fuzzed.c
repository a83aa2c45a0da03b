/* SPDX-License-Identifier: MIT */
/* What the guided fuzzer has found, one test for each. */
#include "tap.h"
#include <limits.h>
#include <signal.h>
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

int main(void)
{
	group_of_the_smallest_number();
	cpu_timer_at_the_end_of_time();
	return done();
}
