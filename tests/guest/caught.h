/* SPDX-License-Identifier: MIT */
/* For tests of what must end in a signal: the statement, and which signal. */
#ifndef TESTS_GUEST_CAUGHT_H
#define TESTS_GUEST_CAUGHT_H

#include <setjmp.h>
#include <signal.h>

static sigjmp_buf caught_back;
static volatile sig_atomic_t caught, caught_code;

static void on_caught(int sig, siginfo_t *info, void *context)
{
	(void)context;
	caught = sig;
	caught_code = info->si_code;
	siglongjmp(caught_back, 1);
}

static void catch_faults(void)
{
	struct sigaction action = { .sa_sigaction = on_caught,
				    .sa_flags = SA_SIGINFO | SA_NODEFER };

	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	sigaction(SIGILL, &action, NULL);
}

/*
 * The signal that the statement ends in, 0 for none.  It blocks no signals, so
 * that the way back makes no call: there may be no calls to make.
 */
#define SIGNAL_OF(statement)                          \
	({                                            \
		caught = 0;                           \
		if (sigsetjmp(caught_back, 0) == 0) { \
			statement;                    \
		}                                     \
		(int)caught;                          \
	})

#endif
