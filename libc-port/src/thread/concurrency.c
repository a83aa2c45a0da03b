/* SPDX-License-Identifier: MIT */
/* A hint that is kept and not used. */
#include <errno.h>
#include <pthread.h>

static int level;

int pthread_getconcurrency(void)
{
	return level;
}

int pthread_setconcurrency(int new)
{
	if (new < 0)
		return EINVAL;
	level = new;
	return 0;
}
