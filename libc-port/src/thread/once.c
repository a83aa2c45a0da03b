/* SPDX-License-Identifier: MIT */
/* Runs a function once, whoever comes first. */
#include "thread.h"

enum { NOT_RUN, RUNNING, WAITED_FOR, DONE };

static void give_up(void *arg)
{
	volatile int *state = arg;

	if (__sync_lock_test_and_set(state, NOT_RUN) == WAITED_FOR)
		__futex_wake(state, 0x7fffffff);
}

int pthread_once(pthread_once_t *once, void (*function)(void))
{
	volatile int *state = once;

	while (*state != DONE) {
		if (__sync_bool_compare_and_swap(state, NOT_RUN, RUNNING)) {
			pthread_cleanup_push(give_up, (void *)state);
			function();
			pthread_cleanup_pop(0);
			if (__sync_lock_test_and_set(state, DONE) == WAITED_FOR)
				__futex_wake(state, 0x7fffffff);
			return 0;
		}
		if (*state == RUNNING)
			__sync_bool_compare_and_swap(state, RUNNING,
						     WAITED_FOR);
		if (*state == WAITED_FOR)
			__futex_wait(state, WAITED_FOR, NULL);
	}
	return 0;
}
