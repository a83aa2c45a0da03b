/* SPDX-License-Identifier: MIT */
/* The one place where a failed call becomes errno, or ends the thread. */
#include "libc.h"
#include <errno.h>
#include <pthread.h>

/* What a failed call says; it does not return if that is a cancellation. */
int __call_error(void)
{
	int error = *ERRNO;

	if ((error == ECANCELED || error == EINTR) && __is_cancelled())
		pthread_exit(PTHREAD_CANCELED);
	return error;
}

int fl_error(void)
{
	errno = __call_error();
	return -1;
}
