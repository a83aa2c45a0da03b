/* SPDX-License-Identifier: MIT */
/* This thread. */
#include "../internal/libc.h"
#include <pthread.h>

pthread_t pthread_self(void)
{
	return thread_self();
}
