/* SPDX-License-Identifier: MIT */
/* Sleeping on a word of memory, and waking those that do. */
#include "libc.h"

int __futex_wait(volatile int *word, int expected, const void *timeout)
{
	*ARG1 = (unsigned)word;
	*ARG2 = expected;
	*ARG3 = (unsigned)timeout;
	return fl_call(CALL_FUTEX_WAIT);
}

int __futex_sleep(volatile int *word, int expected, const void *timeout)
{
	*ARG1 = (unsigned)word;
	*ARG2 = expected;
	*ARG3 = (unsigned)timeout;
	return fl_call(CALL_FUTEX_SLEEP);
}

void __futex_wake(volatile int *word, int count)
{
	*ARG1 = (unsigned)word;
	*ARG2 = count;
	(void)fl_call(CALL_FUTEX_WAKE);
}
