/* SPDX-License-Identifier: MIT */
/*
 * An attacker: random calls and code, in a few threads of which some rewrite
 * the code and the mappings that the first one uses; signals come all the
 * while and in the middle of all of it.
 */
#define _GNU_SOURCE
#include "fuzz.h"
#include <faultline/calls.h>
#include <faultline/pages.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

static jmp_buf back;
static volatile int inside; /* random code: a signal may leave it */
static char signal_stack[16384];

static void on_signal(int sig)
{
	__asm__ volatile("mov %0, %%gs"
			 :
			 : "r"(0x2b)); /* the code's may differ */
	shared->signals++;
	if (!inside)
		return;
	if (sig == SIGALRM && random_below(4) == 0)
		return;
	inside = 0;
	__asm__ volatile("push $0x202; popf; push $0x23; pop %ds; push $0x23; "
			 "pop %es; fninit");
	longjmp(back, 1);
}

static void catch_signals(void)
{
	stack_t stack = { .ss_sp = signal_stack,
			  .ss_size = sizeof(signal_stack) };
	struct sigaction action = { .sa_handler = on_signal,
				    .sa_flags = SA_ONSTACK | SA_NODEFER };

	sigaltstack(&stack, NULL);
	for (int sig = 1; sig < 32; sig++)
		sigaction(sig, &action, NULL);
}

/*
 * Random calls may have undone what keeps us going, or set timers that leave
 * us no time.
 */
static void recover(void)
{
	struct itimerval often = { { 0, 3000 }, { 0, 3000 } };
	sigset_t all, none;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	for (int id = 0; id < 32; id++) {
		*ARG1 = (unsigned)id;
		(void)*CALL_TIMER_DELETE;
	}
	catch_signals();
	setitimer(ITIMER_REAL, &often, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Threads that pull the rug away; each does a few things and ends. */
static void *rewrite(void *page)
{
	volatile uint32_t *word = page;

	for (int i = 0; i < 300; i++) {
		word[i % 16] = (uint32_t)i * 2654435761u;
		sched_yield();
	}
	return NULL;
}

static void *remap(void *page)
{
	for (int i = 0; i < 100; i++) {
		uint32_t at = (uint32_t)page & ~0xfffu;

		FL_PAGE_OF(at) = 0;
		sched_yield();
		FL_PAGE_OF(at) =
		    FL_PAGE_NEW | FL_PAGE_READ | FL_PAGE_WRITE | FL_PAGE_EXEC;
		mprotect((void *)at, 4096, i % 8);
		sched_yield();
		mprotect((void *)at, 4096, 7);
	}
	return NULL;
}

static void start_threads(void)
{
	pthread_t thread;
	pthread_attr_t attributes;
	void *(*what)(void *) = random_below(2) ? rewrite : remap;
	void *place = mmap(NULL, 4096, 7, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (place == MAP_FAILED)
		return;
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_create(&thread, &attributes, what, place);
}

/*
 * One event that may end in a signal, or anywhere.  What the one before did to
 * SIGALRM is undone: a loop without it would last until somebody looks.
 */
static void event(int code)
{
	static const struct sigaction alarm = { .sa_handler = on_signal,
						.sa_flags =
						    SA_ONSTACK | SA_NODEFER };
	static const sigset_t none;

	sigaction(SIGALRM, &alarm, NULL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (setjmp(back) == 0) {
		inside = 1;
		if (code)
			random_code();
		else
			random_call();
	}
	inside = 0;
	shared->events++;
}

void attacker(unsigned events)
{
	/* Code, calls, or both: what breaks an attacker breaks only that. */
	uint32_t mode = random_below(3);

	code_init();
	sockets_init();
	for (unsigned i = 0; i < events; i++) {
		if (i % 64 == 0)
			recover();
		if (mode == 2 && i % 1024 == 0)
			start_threads();
		event(mode < 2 ? (int)mode : (int)random_below(2));
	}
}
