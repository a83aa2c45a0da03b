/* SPDX-License-Identifier: MIT */
/* Blocks and unblocks signals of this thread. */
#include <errno.h>
#include <signal.h>

int sigprocmask(int how, const sigset_t *__restrict set,
		sigset_t *__restrict old)
{
	int error = pthread_sigmask(how, set, old);

	if (!error)
		return 0;
	errno = error;
	return -1;
}
