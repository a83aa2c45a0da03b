/* SPDX-License-Identifier: MIT */
/* Are these the same thread? */
#include <pthread.h>

int pthread_equal(pthread_t a, pthread_t b)
{
	return a == b;
}
